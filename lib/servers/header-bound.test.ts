import { expect, it } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { createServer } from './create';

/** Nine headers, 65,536 bytes of names and values in all, and `more` in the last. */
function headers(more: number): Record<string, string> {
  const values = Array.from({ length: 8 }, (_, index) => [`x-${index}`, 'v'.repeat(8000)]);
  return { ...Object.fromEntries(values), 'x-8': 'v'.repeat(65_536 - 8 * 8003 - 3 + more) };
}

it('refuses static headers longer than the bound in all, each of which is short enough', async () => {
  const create = (name: string, more: number) =>
    createServer({
      actor,
      input: { server_name: name, url: 'https://mcp.example/', static_headers: headers(more) },
    });
  const outcome = create('too_much', 1).catch(({ code, message }) => [code, message]);
  expect(await outcome).toEqual(['bad_input', expect.stringContaining('static_headers: the headers are longer than')]);
  expect((await create('enough', 0)).record.server_name).toBe('enough');
});
