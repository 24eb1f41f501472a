import { expect, it } from 'vitest';
import { startCurrentEra, startEverything } from './mcp-servers';

it.each([
  ['streamableHttp', () => startEverything('streamableHttp')],
  ['sse', () => startEverything('sse')],
  ['current era', startCurrentEra],
])('%s answers on its path until it is closed, an open event stream or not', async (name, start) => {
  const server = await start();
  const open = await fetch(server.url);
  expect([server.path, open.status]).toEqual(
    name === 'sse' ? ['/sse', 200] : ['/mcp', name === 'streamableHttp' ? 400 : 405],
  );
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
});
