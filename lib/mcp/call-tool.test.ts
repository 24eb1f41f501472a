import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { acceptedSecrets, type HttpAnswers, startHttpAnswers } from '../../lab/http-answers';
import { listen } from '../../lab/listen';
import { createPki } from '../../lab/pki';
import { goodChain } from '../../lab/tls-scenarios';
import { TrustError } from '../trust/trust-error';
import { callTool } from './call-tool';
import { McpFailure } from './failure';

let directory: string;
let server: HttpAnswers;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-call-'));
  const pki = await createPki();
  await writeFile(join(directory, 'root.pem'), pki.root.pem);
  server = await startHttpAnswers({ tls: await goodChain(pki) });
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const target = (path: string, more: Partial<Parameters<typeof callTool>[0]> = {}) => ({
  url: `${server.url}${path}`,
  transport: 'http' as const,
  ssl_verify: join(directory, 'root.pem'),
  ca_bundle_id: null,
  include_public_roots: false,
  auth_type: 'none' as const,
  auth_value: null,
  static_headers: {},
  timeout_ms: 4000,
  era: null,
  ...more,
});

describe('callTool', () => {
  it('runs the tool with the server’s own trust and credentials', async () => {
    const credentials = { auth_type: 'bearer_token', auth_value: acceptedSecrets.bearer } as const;
    const result = await callTool(target('/auth/bearer', credentials), 'add', { a: 20, b: 22 });
    expect(result.content).toEqual([{ type: 'text', text: '42' }]);
  });

  it('hands on that the tool itself failed', async () => {
    expect(await callTool(target('/mcp'), 'greet', { name: '' })).toMatchObject({ isError: true });
  });

  it('says where to look when the connection does not come about', async () => {
    const outcome = (more: object) => callTool(target('/mcp', more), 'add', {}).catch((error: unknown) => error);
    const refused = await outcome({ ssl_verify: null });
    expect(refused).toBeInstanceOf(McpFailure);
    expect(refused).toMatchObject({ code: 'tls_handshake_failed', message: expect.stringContaining('127.0.0.1') });
    expect(await outcome({ url: 'https://127.0.0.1:1023/mcp' })).toMatchObject({ code: 'connection_refused' });
    expect(await outcome({ url: 'http://169.254.169.254/mcp' })).toMatchObject({ code: 'address_not_allowed' });
    expect(await outcome({ ssl_verify: '/no/such/bundle.pem' })).toBeInstanceOf(TrustError);
    expect(await outcome({ url: `${server.url}/401` })).toMatchObject({ code: 'http_unauthorized' });
  });

  it('ends at its deadline and at an abort, with the reason of each', async () => {
    const silent = await listen(createServer());
    const silence = (more: object) => target('', { url: `http://127.0.0.1:${silent.port}/mcp`, ...more });
    await expect(callTool(silence({ timeout_ms: 200 }), 'add', {})).rejects.toMatchObject({ code: 'timed_out' });
    const reason = new Error('the person left');
    const abort = new AbortController();
    const running = callTool(silence({}), 'add', {}, abort.signal);
    setTimeout(() => abort.abort(reason), 50);
    await expect(running).rejects.toBe(reason);
    await vi.waitFor(() => expect(silent.connections).toBe(0));
    await silent.close();
  });
});
