import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listening, listen } from '../lab/listen';
import { callItself } from './call-itself.mjs';

const { fetch } = globalThis;
const dispatcher = getGlobalDispatcher();
let itself: Listening;
let other: Listening;

beforeEach(async () => {
  const answering = () => createServer((request, response) => request.pipe(response));
  itself = await listen(answering());
  other = await listen(answering());
  setGlobalDispatcher(new Agent({ connect: (_options, callback) => callback(new Error('denied by a rule'), null) }));
  callItself(`http://127.0.0.1:${itself.port}`);
});
afterEach(async () => {
  globalThis.fetch = fetch;
  setGlobalDispatcher(dispatcher);
  delete process.env.__NEXT_PRIVATE_ORIGIN;
  await itself.close();
  await other.close();
});

it('reaches Vouch whatever the egress rules say, and nothing else', async () => {
  const own = new URL(`http://127.0.0.1:${itself.port}/settings`);
  const sent = { method: 'POST', body: 'sent' };
  for (const input of [own, own.href, new Request(own)])
    expect(await (await globalThis.fetch(input, sent)).text()).toBe('sent');
  for (const origin of [
    `http://127.0.0.1:${other.port}`,
    `http://localhost:${itself.port}`,
    `http://127.0.0.1.example:${itself.port}`,
  ]) {
    await expect(globalThis.fetch(origin)).rejects.toMatchObject({ cause: { message: 'denied by a rule' } });
  }
});

it('is how Next finds itself', () => {
  expect(process.env.__NEXT_PRIVATE_ORIGIN).toBe(`http://127.0.0.1:${itself.port}`);
  const runtime = readFileSync('node_modules/next/dist/compiled/next-server/app-page-turbo.runtime.prod.js', 'utf8');
  expect(runtime).toContain('process.env.__NEXT_PRIVATE_ORIGIN');
});
