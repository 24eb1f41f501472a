import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerLegacyMcp } from '../../lab/legacy-mcp';
import { listen } from '../../lab/listen';
import { resolveTrust } from '../trust/resolve';
import { MAX_RESPONSE_VALUES } from './bounded-fetch';
import { listTools, MAX_TOOLS } from './list-tools';
import { openMcp } from './open';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const tool = (index: number, more = {}) => ({ name: `tool_${index}`, inputSchema: { type: 'object' }, ...more });

/** The number of tools of a server with these pages of them, or its failure. */
async function listed(pages: object[][]): Promise<unknown> {
  const server = await listen(
    createServer((request, response) => {
      void answerLegacyMcp(request, response, (method, { cursor = 0 }) => {
        if (method !== 'tools/list') return undefined;
        const next = Number(cursor) + 1;
        return { result: { tools: pages[next - 1], ...(next < pages.length && { nextCursor: String(next) }) } };
      });
    }),
  );
  closers.push(server.close);
  const url = `http://127.0.0.1:${server.port}/mcp`;
  const trust = await resolveTrust({ ssl_verify: null, ca_bundle_id: null, include_public_roots: false });
  const connection = await openMcp({ url, transport: 'http', headers: {}, timeoutMs: 15_000, era: null }, trust);
  const outcome = await listTools(connection).then(
    ({ length }) => length,
    ({ code, message }) => [code, message],
  );
  await connection.close();
  return outcome;
}

describe('the tools of a server', () => {
  it('may be as many as the bound, and no more, over all pages', async () => {
    const half = MAX_TOOLS / 2;
    expect(await listed([many(half, tool), many(half, tool)])).toBe(MAX_TOOLS);
    const tooMany = ['response_too_large', 'The server lists more than 5000 tools.'];
    expect(await listed([many(half, tool), many(half + 1, tool)])).toEqual(tooMany);
  });

  it('may have as many values as the bound, and no more, over all pages', async () => {
    const tooMany = ['response_too_large', "The server's answer has more than 100000 values."];
    const wide = (count: number) => tool(0, { _meta: { list: many(count, () => 1) } });
    expect(await listed([[wide(MAX_RESPONSE_VALUES - 100)]])).toBe(1);
    expect(await listed([[wide(MAX_RESPONSE_VALUES)]])).toEqual(tooMany);
    expect(await listed([[wide(MAX_RESPONSE_VALUES / 2)], [wide(MAX_RESPONSE_VALUES / 2)]])).toEqual(tooMany);
  });

  it('may not have property names without end', async () => {
    const properties = Object.fromEntries(many(MAX_RESPONSE_VALUES, (index) => [`p${index}`, true]));
    const outcome = await listed([[tool(0, { inputSchema: { type: 'object', properties } })]]);
    expect(outcome).toMatchObject(['response_too_large', expect.any(String)]);
  });
});
