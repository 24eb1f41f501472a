import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerLegacyMcp, type MethodOverride } from '../../lab/legacy-mcp';
import { listen } from '../../lab/listen';
import { runCheck } from './check';
import type { CheckEvent } from './report';
import { scrub as scrubWith } from './scrub';
import { SecretMatcher } from './secret-matcher';
import { secretsOf } from './secrets-of';
import type { CheckTarget } from './target';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const scrub = <T>(value: T, secrets: string[]) => scrubWith(value, new SecretMatcher(secrets));

const target = (more: Partial<CheckTarget>): CheckTarget => ({
  id: null,
  url: 'http://127.0.0.1/mcp',
  transport: 'http',
  ssl_verify: null,
  ca_bundle_id: null,
  include_public_roots: false,
  auth_type: 'none',
  auth_value: null,
  static_headers: {},
  timeout_ms: 4000,
  era: null,
  ...more,
});

/** All that a check tells of a server, as text. */
async function told(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  more: Partial<CheckTarget>,
) {
  const { port, close } = await listen(createServer((request, response) => void answer(request, response)));
  closers.push(close);
  const events: CheckEvent[] = [];
  const url = new URL(more.url ?? 'http://127.0.0.1/mcp');
  url.port = String(port);
  const result = await runCheck({ target: target({ ...more, url: url.href }), onEvent: (event) => events.push(event) });
  return { ...result, text: JSON.stringify([result, events]) };
}

/** Everything in a request that could be secret, whole and taken apart. */
function seenIn(request: IncomingMessage): string[] {
  const values = [
    ...Object.values(request.headers).map(String),
    decodeURIComponent(String(request.url)),
    String(request.url),
  ];
  const pieces = values.flatMap((value) => value.split(/[\s;=,]+/));
  const decoded = pieces.map((piece) => Buffer.from(piece, 'base64').toString('utf8'));
  const passwords = decoded.map((text) => text.slice(text.indexOf(':') + 1));
  return [...values, ...pieces, ...decoded, ...passwords];
}

/** A server that says it in all the places where its own words show up. */
function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const seen = JSON.stringify(seenIn(request));
  return answerLegacyMcp(request, response, (method) => {
    if (method === 'initialize') {
      return {
        result: {
          protocolVersion: '2025-06-18',
          capabilities: { tools: {}, experimental: { [seen]: { [seen]: seen } } },
          serverInfo: { name: seen, version: seen },
          instructions: seen,
        },
      };
    }
    if (method !== 'tools/list') return undefined;
    const inputSchema = {
      type: 'object',
      properties: { [seen]: { type: 'string', description: seen } },
      required: [seen],
    };
    return { result: { tools: [{ name: seen, title: seen, description: seen, inputSchema, [seen]: seen }] } };
  });
}

const credentials: [string, Partial<CheckTarget>, string[]][] = [
  ['a bearer token', { auth_type: 'bearer_token', auth_value: 'tok-4f9d0c' }, ['tok-4f9d0c']],
  ['an API key', { auth_type: 'api_key', auth_value: 'key-4f9d0c' }, ['key-4f9d0c']],
  [
    'user and password',
    { auth_type: 'basic', auth_value: 'lab:pass:4f9d0c' },
    ['pass:4f9d0c', btoa('lab:pass:4f9d0c')],
  ],
  ['an Authorization value', { auth_type: 'authorization', auth_value: 'Lab-Token raw-4f9d0c' }, ['raw-4f9d0c']],
  ['a secret header', { static_headers: { 'x-auth-token': 'hdr-4f9d0c' } }, ['hdr-4f9d0c']],
  ['a credential in a header with a plain name', { static_headers: { 'x-up': 'Bearer hdr-4f9d0c' } }, ['hdr-4f9d0c']],
  [
    'Basic in a header',
    { static_headers: { 'x-up': `Basic ${btoa('u:inner-4f9d0c')}` } },
    [btoa('u:inner-4f9d0c'), 'inner-4f9d0c'],
  ],
  ['cookies', { static_headers: { cookie: 'a=cookie-4f9d0c; b=other-4f9d0c' } }, ['cookie-4f9d0c', 'other-4f9d0c']],
  ['a query value', { url: 'http://127.0.0.1/mcp?api_key=q%2B4f%209d0c' }, ['q+4f 9d0c', 'q%2B4f%209d0c']],
];

describe('a server that echoes', () => {
  it.each(credentials)(
    '%s in its name, its tools and their schemas has it taken out everywhere',
    async (_title, more, secrets) => {
      const { report, tools, text } = await told(echo, more);
      expect([report.error, report.mcp?.tools, tools.length]).toEqual([null, 1, 1]);
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).toContain('[set]');
    },
  );

  it.each(credentials)('%s in an error message has it taken out', async (_title, more, secrets) => {
    const { report, text } = await told(
      (request, response) =>
        answerLegacyMcp(request, response, () => ({ error: { code: -32603, message: seenIn(request).join(' ') } })),
      more,
    );
    expect(report.ok).toBe(false);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('a token where its words are cut off leaves no more than five characters of it', async () => {
    const secret = 'tok-4f9d0c-and-a-long-rest';
    const more: Partial<CheckTarget> = { auth_type: 'bearer_token', auth_value: secret };
    for (const padding of [175, 180, 185, 190, 194, 199, 260, 275, 280, 285, 290, 294, 299]) {
      const words = `${'a'.repeat(padding)}${secret}`;
      const result = { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: words, version: words } };
      const answers: MethodOverride[] = [() => ({ error: { code: -32603, message: words } }), () => ({ result })];
      for (const override of answers) {
        const { text } = await told((request, response) => answerLegacyMcp(request, response, override), more);
        expect(text).not.toContain(secret.slice(0, 6));
      }
    }
  });

  it('a token in the address of a redirect, its content type or an event stream has it taken out', async () => {
    const secret = 'tok-4f9d0c-and-more';
    const more: Partial<CheckTarget> = { auth_type: 'bearer_token', auth_value: secret };
    const answers: [number, Record<string, string>, string][] = [
      [302, { location: `/${secret}` }, ''],
      [302, { location: `https://${secret}.example/${secret}` }, ''],
      [200, { 'content-type': `text/${secret}` }, ''],
      [200, { 'content-type': `text/x; a=${'b'.repeat(60)}${secret}` }, ''],
      [400, { 'content-type': 'text/plain' }, secret],
      [500, { 'content-type': 'application/json' }, JSON.stringify({ error: secret })],
    ];
    for (const [status, headers, body] of answers) {
      const { report, text } = await told((_request, response) => response.writeHead(status, headers).end(body), more);
      expect(report.ok).toBe(false);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(secret.slice(0, 12));
    }
  });
});

describe('scrub', () => {
  it('does not break the report when a password is one of its own words', async () => {
    const words =
      'report stages status failed skipped legacy server findings detail description inputSchema not_mcp default public';
    const { report: plain } = await told(echo, {});
    for (const word of words.split(' ')) {
      const { report, tools } = await told(echo, { auth_type: 'bearer_token', auth_value: word });
      expect(Object.keys(report)).toEqual(Object.keys(plain));
      expect(report.stages.map(({ name, status }) => [name, status])).toEqual(
        plain.stages.map(({ name, status }) => [name, status]),
      );
      expect([report.mcp?.era, report.trust.source, report.trust.roots]).toEqual(['legacy', 'default', 'public']);
      expect(Object.keys(tools[0] ?? {})).toEqual(expect.arrayContaining(['name', 'description', 'inputSchema']));
    }
  });

  it('takes the longest form of a secret first, and every occurrence', () => {
    expect(scrub('abcdef-ghijkl abcdef', ['abcdef', 'abcdef-ghijkl'])).toBe('[set] [set]');
    expect(scrub({ tools: [{ abcdef: ['xabcdefx'] }] }, ['abcdef'])).toEqual({ tools: [{ '[set]': ['x[set]x'] }] });
  });

  it('leaves what is no text, and what is too short to be told from a word', () => {
    const value = { tools: [1, true, null, 'abcde'] };
    expect(scrub(value, ['abcde', ''])).toEqual(value);
  });

  it('takes regular expressions and surrogates for what they are', () => {
    const odd = '.*+?^$' + '\ud800';
    expect(scrub(`x${odd}y`, secretsOf(target({ auth_type: 'api_key', auth_value: odd })))).toBe('x[set]y');
  });
});
