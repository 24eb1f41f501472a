import dnsCallbacks from 'node:dns';
import dns from 'node:dns/promises';
import { createServer, type RequestListener } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { type Listening, listen } from '../../lab/listen';
import { admin as actor } from '../access/actors.fixture';
import { testConnection } from '../checks/test-connection';
import { setEgressRules } from '../mcp/egress-rules';
import { installGuardedFetch } from '../mcp/guarded-fetch';

const realLookup = dns.lookup;
const realCallbackLookup = dnsCallbacks.lookup;

/** From here on the name servers answer so to any name: one list a question, the last one again and again. */
function answerWith(...lists: string[][]): { questions: string[] } {
  const questions: string[] = [];
  dns.lookup = (async (name: string) => {
    questions.push(name);
    const addresses = (lists.length > 1 ? lists.shift() : lists[0]) ?? [];
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  }) as unknown as typeof dns.lookup;
  // What a socket asks by itself when nobody tells it the addresses.
  dnsCallbacks.lookup = ((name: string, ...rest: unknown[]) => {
    questions.push(`a socket asks for ${name}`);
    (rest.at(-1) as (error: Error) => void)(new Error('a socket asked by itself'));
  }) as unknown as typeof dnsCallbacks.lookup;
  syncBuiltinESMExports();
  return { questions };
}

function answerAsEver(): void {
  dns.lookup = realLookup;
  dnsCallbacks.lookup = realCallbackLookup;
  syncBuiltinESMExports();
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  answerAsEver();
  setEgressRules({ allow: [], deny: [] });
  await Promise.all(closers.splice(0).map((close) => close()));
});

const answerMcp: RequestListener = (request, response) => {
  // Each request needs a connection of its own, and each connection a look-up.
  response.setHeader('connection', 'close');
  void answerLegacyMcp(request, response, (method) =>
    method === 'tools/list' ? { result: { tools: [] } } : undefined,
  );
};

interface Site extends Listening {
  /** The addresses that it was reached under. */
  reached: string[];
}

async function site(answer: RequestListener = answerMcp): Promise<Site> {
  const reached: string[] = [];
  const server = createServer(answer).on('connection', (socket: Socket) => reached.push(String(socket.localAddress)));
  const listening = await listen(server);
  closers.push(listening.close);
  return Object.assign(listening, { reached });
}

async function attempt(port: number, host = 'rebind.example') {
  const input = { url: `http://${host}:${port}/mcp`, transport: 'http', timeout_ms: 5000 };
  const { report } = await testConnection({ actor, input });
  return { code: report.error?.code ?? 'connected', message: report.error?.message ?? '' };
}

describe('a name that changes its address', () => {
  it('is looked up once for each connection, and what was found is what is dialled', async () => {
    const { port, reached } = await site();
    const { questions } = answerWith(['127.0.0.1']);
    expect((await attempt(port)).code).toBe('connected');
    expect(reached.length).toBeGreaterThan(1);
    expect(questions).toEqual(reached.map(() => 'rebind.example'));
  });

  it('is refused from the connection on for which its address is denied', async () => {
    setEgressRules({ allow: [], deny: ['127.0.0.2'] });
    const { port, reached } = await site();
    answerWith(['127.0.0.1'], ['127.0.0.2']);
    const { code, message } = await attempt(port);
    expect(code).toBe('address_not_allowed');
    expect(message).toContain('rebind.example leads to 127.0.0.2: 127.0.0.2 is denied by 127.0.0.2');
    expect(reached).toEqual(['127.0.0.1']);
  });

  it('gains nothing from an allowed address that follows on a denied one', async () => {
    setEgressRules({ allow: ['10.0.0.0/8'], deny: [] });
    const { port, reached } = await site();
    const { questions } = answerWith(['127.0.0.1'], ['10.0.0.7']);
    expect((await attempt(port)).code).toBe('address_not_allowed');
    expect(questions).toEqual(['rebind.example']);
    expect(reached).toEqual([]);
  });

  it('is dialled at its allowed addresses only', async () => {
    const { port, reached } = await site();
    setEgressRules({ allow: [], deny: ['127.0.0.1', '::1'] });
    answerWith(['127.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254']);
    const refused = await attempt(port);
    expect(refused.code).toBe('address_not_allowed');
    expect(refused.message).toContain('169.254.169.254');
    expect(reached).toEqual([]);
    setEgressRules({ allow: [], deny: ['::1', '127.0.0.2'] });
    answerWith(['::1', '127.0.0.2', '127.0.0.1']);
    expect((await attempt(port)).code).toBe('connected');
    expect(new Set(reached)).toEqual(new Set(['127.0.0.1']));
  });

  it('does not change it for whatever else calls fetch, either', async () => {
    installGuardedFetch();
    setEgressRules({ allow: [], deny: ['127.0.0.2'] });
    const { port, reached } = await site((_, response) => response.end('hello'));
    const { questions } = answerWith(['127.0.0.1'], ['127.0.0.2']);
    expect(await (await fetch(`http://rebind.example:${port}/`)).text()).toBe('hello');
    await expect(fetch(`http://rebind.example:${port}/`)).rejects.toMatchObject({
      cause: { cause: { code: 'address_not_allowed' } },
    });
    expect(reached).toEqual(['127.0.0.1']);
    expect(questions).toEqual(['rebind.example', 'rebind.example']);
  });
});

describe('a name that stands for the loopback is found out by its address', () => {
  it.each([
    'localhost.localdomain',
    'ip6-localhost',
    'localhost6',
    '127.0.0.1.wildcard.example',
    '7f000001.wildcard.example',
    'localhost.',
    'a.localhost',
  ])('%s', async (host) => {
    const { port, reached } = await site();
    for (const found of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1']) {
      setEgressRules({ allow: [], deny: ['127.0.0.0/8', '::1'] });
      answerWith([found]);
      expect((await attempt(port, host)).code).toBe('address_not_allowed');
      setEgressRules({ allow: ['10.0.0.0/8', 'allowed.example'], deny: [] });
      expect((await attempt(port, host)).code).toBe('address_not_allowed');
    }
    expect(reached).toEqual([]);
  });
});
