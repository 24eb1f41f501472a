import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { runCheck } from './check';

/** Listens, then never accepts: once its queue is full, the kernel leaves further connections without an answer. */
const deaf = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15_000), 0);
  });
`;

const fillers: Socket[] = [];
let worker: Worker | null = null;
afterEach(async () => {
  for (const socket of fillers.splice(0)) socket.destroy();
  await worker?.terminate();
});

async function deafPort(): Promise<number> {
  worker = new Worker(deaf, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (let index = 0; index < 8; index += 1) fillers.push(connect(port, '127.0.0.1').on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 200));
  return port;
}

it.each(['http', 'https'])('an address that does not answer at all over %s is connection_timed_out', async (scheme) => {
  const url = `${scheme}://127.0.0.1:${await deafPort()}/mcp`;
  const { report } = await runCheck({
    target: {
      id: null,
      url,
      transport: 'http',
      ssl_verify: null,
      ca_bundle_id: null,
      include_public_roots: false,
      auth_type: 'none',
      auth_value: null,
      static_headers: {},
      timeout_ms: 600,
      era: null,
    },
  });
  expect(report.error?.code).toBe('connection_timed_out');
  expect(report.error?.message).toContain(new URL(url).host);
  expect(report.stages.find(({ name }) => name === 'tcp')?.status).toBe('failed');
  expect(report.stages.find(({ name }) => name === 'tls')?.status).toBe('skipped');
});
