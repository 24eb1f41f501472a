import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Recorder, startRecorder } from '../../lab/recorder';
import { admin as actor } from '../access/actors.fixture';
import { inspectChain } from '../checks/inspect';
import { testConnection } from '../checks/test-connection';
import { downloadBounded } from '../diagnosis/aia-download';
import { AppError } from '../errors';
import { type EgressRules, readyRules, setEgressRules } from '../mcp/egress-rules';
import { egressVerdict } from '../mcp/egress-verdict';
import { installGuardedFetch } from '../mcp/guarded-fetch';

let recorder: Recorder;
beforeAll(async () => {
  recorder = await startRecorder();
  installGuardedFetch();
});
afterEach(() => {
  setEgressRules({ allow: [], deny: [] });
  recorder.take();
});
afterAll(() => recorder.close());

/** PORT stands for the recorder's. */
const at = (url: string) => url.replace('PORT', String(recorder.port));

/** What the connection test makes of a URL: the code of its report, or of the refusal of its input. */
async function attempt(url: string, transport: 'http' | 'sse' = 'http') {
  const input = { url: at(url), transport, timeout_ms: 5000 };
  try {
    const { report } = await testConnection({ actor, input });
    const stage = report.stages.find(({ status }) => status === 'failed')?.name;
    return { code: report.error?.code ?? 'connected', stage, message: report.error?.message ?? '' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, stage: error.issues[0]?.path.join('.'), message: error.message };
  }
}

const denyLoopback: EgressRules = { allow: [], deny: ['127.0.0.0/8', '::1'] };
const ruleSets: [string, EgressRules][] = [
  ['loopback is denied', denyLoopback],
  ['only 10.0.0.0/8 is allowed', { allow: ['10.0.0.0/8'], deny: [] }],
  ['only a name is allowed', { allow: ['allowed.example'], deny: [] }],
  ['everything is denied, and loopback allowed', { allow: ['127.0.0.0/8', '::1'], deny: ['0.0.0.0/0', '::/0'] }],
];

/** Ways to write the loopback, all of which reach the server where no rule is against it. */
const loopback = [
  ['dotted', 'http://127.0.0.1:PORT/mcp'],
  ['decimal', 'http://2130706433:PORT/mcp'],
  ['octal, one number', 'http://017700000001:PORT/mcp'],
  ['hexadecimal, one number', 'http://0x7f000001:PORT/mcp'],
  ['octal parts', 'http://0177.0.0.1:PORT/mcp'],
  ['hexadecimal parts in upper case', 'http://0X7F.0X0.0X0.0X1:PORT/mcp'],
  ['mixed parts', 'http://0177.0x0.1:PORT/mcp'],
  ['two parts', 'http://127.1:PORT/mcp'],
  ['three parts', 'http://127.0.1:PORT/mcp'],
  ['leading zeros', 'http://127.000.000.001:PORT/mcp'],
  ['many leading zeros', 'http://0000000000177.0.0.1:PORT/mcp'],
  ['a dot at its end', 'http://127.0.0.1.:PORT/mcp'],
  ['percent-encoded digits', 'http://%31%32%37.0.0.1:PORT/mcp'],
  ['percent-encoded dots', 'http://127%2E0%2e0%2e1:PORT/mcp'],
  ['full-width digits', 'http://１２７.０.０.１:PORT/mcp'],
  ['ideographic full stops', 'http://127。0。0。1:PORT/mcp'],
  ['half-width full stops', 'http://127｡0｡0｡1:PORT/mcp'],
  ['circled digits', 'http://①②⑦.⓪.⓪.①:PORT/mcp'],
  ['mathematical digits', 'http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:PORT/mcp'],
  ['IPv4-mapped', 'http://[::ffff:127.0.0.1]:PORT/mcp'],
  ['IPv4-mapped, hexadecimal, upper case', 'http://[::FFFF:7F00:1]:PORT/mcp'],
  ['IPv4-mapped, uncompressed', 'http://[0000:0000:0000:0000:0000:ffff:7f00:0001]:PORT/mcp'],
  ['localhost', 'http://localhost:PORT/mcp'],
  ['localhost in upper case with a dot', 'http://LOCALHOST.:PORT/mcp'],
  ['a name below localhost', 'http://a.localhost:PORT/mcp'],
  ['a long name below localhost', 'http://allowed.example.LocalHost.:PORT/mcp'],
  ['circled letters', 'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/mcp'],
  ['a soft hyphen', 'http://loc\u00adalhost:PORT/mcp'],
  ['an allowed name in the fragment', 'http://127.0.0.1:PORT#@allowed.example/mcp'],
  ['an allowed name in the query', 'http://127.0.0.1:PORT?@allowed.example/mcp'],
  ['an allowed name behind a backslash', 'http://127.0.0.1:PORT\\@allowed.example/mcp'],
  ['backslashes', 'http:\\\\127.0.0.1:PORT\\mcp'],
  ['no slashes', 'http:127.0.0.1:PORT/mcp'],
  ['three slashes', 'http:///127.0.0.1:PORT/mcp'],
  ['the scheme in upper case', 'HTTP://127.0.0.1:PORT/mcp'],
] as const;

const loopbackIpv6 = [
  ['IPv6', 'http://[::1]:PORT/mcp'],
  ['IPv6, uncompressed', 'http://[0:0:0:0:0:0:0:1]:PORT/mcp'],
  ['IPv6, with zeros', 'http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/mcp'],
  ['IPv6, dotted', 'http://[::0.0.0.1]:PORT/mcp'],
] as const;

/** Addresses that lead to the loopback through a gateway, or may; where there is none, nothing would come of them. */
const carried = [
  ['IPv4-compatible', '::127.0.0.1'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['6to4', '2002:7f00:1::'],
  ['6to4 with a host part', '2002:7f00:1:1:2:3:4:5'],
  ['NAT64', '64:ff9b::127.0.0.1'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['local NAT64, prefix of 48 bits', '64:ff9b:1:7f00:0:100::'],
  ['local NAT64, prefix of 56 bits', '64:ff9b:1:7f:0:1::'],
  ['local NAT64, prefix of 64 bits', '64:ff9b:1:0:7f:0:100:0'],
  ['Teredo client', '2001:0:102:304::80ff:fffe'],
  ['Teredo server', '2001:0:7f00:1::'],
  ['ISATAP', 'fd00::5efe:127.0.0.1'],
  ['ISATAP, global', '2001:db8::200:5efe:7f00:1'],
  ['another loopback address', '127.255.255.254'],
] as const;

/** What no rule can allow. */
const builtIn = [
  ['metadata', 'http://169.254.169.254/latest/meta-data'],
  ['metadata, decimal', 'http://2852039166/mcp'],
  ['metadata, mapped', 'http://[::ffff:a9fe:a9fe]/mcp'],
  ['metadata, NAT64', 'http://[64:ff9b::169.254.169.254]/mcp'],
  ['site-local', 'http://[fec0::1]:PORT/mcp'],
  ['link-local', 'http://[fe80::1]:PORT/mcp'],
  ['this host', 'http://0.0.0.0:PORT/mcp'],
  ['this host, one digit', 'http://0:PORT/mcp'],
  ['this host, hexadecimal', 'http://0x:PORT/mcp'],
  ['this host, mapped', 'http://[::ffff:0.0.0.0]:PORT/mcp'],
  ['this host, IPv6', 'http://[::]:PORT/mcp'],
  ['this network', 'http://0.0.0.1:PORT/mcp'],
  ['multicast', 'http://224.0.0.1:PORT/mcp'],
  ['broadcast', 'http://255.255.255.255:PORT/mcp'],
] as const;

/** What is no URL of a server at all. */
const unreadable = [
  ['a user name that looks like a host', 'http://allowed.example@127.0.0.1:PORT/mcp'],
  ['a user name and a password', 'http://allowed.example:443@127.0.0.1:PORT/mcp'],
  ['an empty user name', 'http://@127.0.0.1:PORT/mcp'],
  ['a user name with an encoded at sign', 'http://a%40allowed.example@127.0.0.1:PORT/mcp'],
  ['a tab in the address', 'http://127.0\t.0.1:PORT/mcp'],
  ['a line break in the address', 'http://127.0.0\n.1:PORT/mcp'],
  ['a line break before another host', 'http://allowed.example\r\nHost: 127.0.0.1/mcp'],
  ['a space in the host', 'http://allowed.example 127.0.0.1:PORT/mcp'],
  ['an encoded NUL in the host', 'http://127.0.0.1%00.allowed.example:PORT/mcp'],
  ['an encoded slash in the host', 'http://127.0.0.1%2f.allowed.example:PORT/mcp'],
  ['a zone', 'http://[::1%25lo]:PORT/mcp'],
  ['a bare zone', 'http://[fe80::1%lo]:PORT/mcp'],
  ['no scheme', '//127.0.0.1:PORT/mcp'],
  ['another scheme', 'gopher://127.0.0.1:PORT/mcp'],
  ['a file', 'file:///etc/passwd'],
  ['a number that is too large', 'http://4294967297:PORT/mcp'],
  ['two ports', 'http://127.0.0.1:PORT:80/mcp'],
] as const;

describe('without rules', () => {
  it.each(loopback)('the loopback is reached: %s', async (_title, url) => {
    const outcome = await attempt(url);
    expect(outcome.code).not.toMatch(/address_not_allowed|bad_input/);
    expect(recorder.take()).toBeGreaterThan(0);
  });

  it.each(loopbackIpv6)('the loopback is reached: %s', async (_title, url) => {
    if (!recorder.hasIpv6) return;
    await attempt(url);
    expect(recorder.take()).toBeGreaterThan(0);
  });

  it.each(carried)('nothing is said against %s', (_title, address) => {
    expect(egressVerdict('mcp.corp', address, readyRules({ allow: [], deny: [] })).isAllowed).toBe(true);
  });
});

describe.each(ruleSets)('where %s', (_title, rules) => {
  it.each([...loopback, ...loopbackIpv6])('the loopback is not reached: %s', async (_title, url) => {
    setEgressRules(rules);
    expect(await attempt(url)).toMatchObject({ code: 'address_not_allowed', stage: 'dns' });
    expect(recorder.take()).toBe(0);
  });

  it.each(carried)('an address that leads there is not dialled: %s', async (_title, address) => {
    setEgressRules(rules);
    const url = address.includes(':') ? `http://[${address}]:PORT/mcp` : `http://${address}:PORT/mcp`;
    expect(await attempt(url)).toMatchObject({ code: 'address_not_allowed', stage: 'dns' });
    expect(recorder.take()).toBe(0);
  });

  it.each(builtIn)('what is never dialled is not either: %s', async (_title, url) => {
    setEgressRules(rules);
    expect(await attempt(url)).toMatchObject({ code: 'address_not_allowed', stage: 'dns' });
    expect(recorder.take()).toBe(0);
  });

  it.each(unreadable)('what is no URL of a server is refused before: %s', async (_title, url) => {
    setEgressRules(rules);
    expect(await attempt(url)).toMatchObject({ code: 'bad_input', stage: 'url' });
    expect(recorder.take()).toBe(0);
  });
});

describe('where only 10.0.0.0/8 is allowed, what carries such an address is not', () => {
  it.each([
    '::10.0.0.1',
    '::ffff:0:10.0.0.1',
    '2002:a00:1::',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::10.0.0.1',
    '2001:0:a00:1::',
    'fd00::5efe:10.0.0.1',
  ])('%s', async (address) => {
    setEgressRules({ allow: ['10.0.0.0/8'], deny: [] });
    expect(await attempt(`http://[${address}]:PORT/mcp`)).toMatchObject({ code: 'address_not_allowed', stage: 'dns' });
  });
});

describe('what no rule can allow', () => {
  it.each(builtIn)('is refused with everything allowed: %s', async (_title, url) => {
    setEgressRules({ allow: ['0.0.0.0/0', '::/0'], deny: [] });
    const { code, message } = await attempt(url);
    expect(code).toBe('address_not_allowed');
    expect(message).not.toContain('An admin can change the rules');
    expect(recorder.take()).toBe(0);
  });
});

describe('a denied name', () => {
  const rules: EgressRules = { allow: [], deny: ['blocked.localhost', '*.blocked.localhost', 'bücher.localhost'] };

  it.each([
    ['http://blocked.localhost:PORT/mcp'],
    ['http://BLOCKED.LocalHost:PORT/mcp'],
    ['http://blocked.localhost.:PORT/mcp'],
    ['http://a.b.blocked.localhost:PORT/mcp'],
    ['http://blocked%2elocalhost:PORT/mcp'],
    ['http://%62locked.localhost:PORT/mcp'],
    ['http://ｂｌｏｃｋｅｄ.localhost:PORT/mcp'],
    ['http://bloc\u200bked.localhost:PORT/mcp'],
    ['http://blocked。localhost:PORT/mcp'],
    ['http://xn--bcher-kva.localhost:PORT/mcp'],
    ['http://BÜCHER.localhost:PORT/mcp'],
    ['http://bu\u0308cher.localhost:PORT/mcp'],
  ])('is denied as %s, and reached without the rule', async (url) => {
    setEgressRules(rules);
    expect(await attempt(url)).toMatchObject({ code: 'address_not_allowed', stage: 'dns' });
    expect(recorder.take()).toBe(0);
    setEgressRules({ allow: [], deny: [] });
    expect((await attempt(url)).code).toBe('connected');
    expect(recorder.take()).toBeGreaterThan(0);
  });

  it('says nothing about the names beside it', async () => {
    setEgressRules(rules);
    expect((await attempt('http://unblocked.localhost:PORT/mcp')).code).toBe('connected');
  });
});

describe('every door goes by the rules', () => {
  const hosts = ['127.1', 'a.localhost', '[::ffff:127.0.0.1]', '0', '2852039166'];

  it.each(hosts)('the connection test over SSE: %s', async (host) => {
    setEgressRules(denyLoopback);
    expect((await attempt(`http://${host}:PORT/sse`, 'sse')).code).toBe('address_not_allowed');
    expect((await attempt(`https://${host}:PORT/sse`, 'sse')).code).toBe('address_not_allowed');
    expect(recorder.take()).toBe(0);
  });

  it.each(hosts)('the inspection of an address: %s', async (host) => {
    setEgressRules(denyLoopback);
    const { findings } = await inspectChain({ actor, input: { address: at(`${host}:PORT`) } });
    expect(findings.map(({ code }) => code)).toEqual(['address_not_allowed']);
    expect(recorder.take()).toBe(0);
  });

  it.each(hosts)('the download of an issuer: %s', async (host) => {
    setEgressRules(denyLoopback);
    for (const scheme of ['http', 'https']) {
      const download = downloadBounded(new URL(at(`${scheme}://${host}:PORT/ca`)), AbortSignal.timeout(5000));
      expect(await causeOf(download)).toBe('address_not_allowed');
    }
    expect(recorder.take()).toBe(0);
  });

  it.each(hosts)('whatever else calls fetch: %s', async (host) => {
    setEgressRules(denyLoopback);
    for (const scheme of ['http', 'https']) {
      expect(await causeOf(fetch(at(`${scheme}://${host}:PORT/`)))).toBe('address_not_allowed');
    }
    expect(recorder.take()).toBe(0);
  });

  it('and reaches the server without them', async () => {
    await inspectChain({ actor, input: { address: at('127.1:PORT') } });
    expect(recorder.take()).toBeGreaterThan(0);
    await downloadBounded(new URL(at('http://127.1:PORT/ca')), AbortSignal.timeout(5000)).catch(() => undefined);
    expect(recorder.take()).toBeGreaterThan(0);
    await fetch(at('http://127.1:PORT/'));
    expect(recorder.take()).toBeGreaterThan(0);
  });
});

/** The code of the McpFailure below an error. */
async function causeOf(run: Promise<unknown>): Promise<unknown> {
  let error = await run.then(
    () => new Error('it went through'),
    (caught: unknown) => caught,
  );
  while (error instanceof Error && error.name !== 'McpFailure' && error.cause) error = error.cause;
  return (error as { code?: unknown }).code ?? error;
}
