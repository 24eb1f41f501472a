import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from './body';
import { readJson } from './read-json';

function request(
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Request {
  return new Request('http://localhost/v1/mcp/server', {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
}

/** Chunks of 64 KiB without a Content-Length. */
function stream(chunks: number): { body: ReadableStream; taken: () => number; isCancelled: () => boolean } {
  let taken = 0;
  let isCancelled = false;
  const body = new ReadableStream({
    pull(controller) {
      if (taken === chunks) return controller.close();
      taken += 1;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
    cancel() {
      isCancelled = true;
    },
  });
  return { body, taken: () => taken, isCancelled: () => isCancelled };
}

describe('a JSON body', () => {
  it('is read with or without a Content-Type, whatever its letter case', async () => {
    expect(await readJson(request('{"a":"é"}'))).toEqual({ a: 'é' });
    expect(await readJson(request(new TextEncoder().encode('[1]'), {}))).toEqual([1]);
    expect(await readJson(request('1', { 'content-type': 'Application/JSON; charset=UTF-8' }))).toBe(1);
    expect(await readJson(request('1', { 'content-type': 'application/merge-patch+json' }))).toBe(1);
  });

  it.each<Record<string, string>>([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/jsonx' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  ])('is refused as %j', async (headers) => {
    await expect(readJson(request('{}', headers))).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  it('that is broken is refused with the place and without a word of it', async () => {
    const broken = request('{\n  "credentials": {"auth_value": "s3cret" oops }}');
    const error = await readJson(broken).then(
      () => null,
      (caught) => caught,
    );
    expect(error).toMatchObject({ code: 'bad_input', issues: [] });
    expect(error.message).toMatch(/^the body is not JSON/);
    expect(JSON.stringify([error.message, error.cause ?? null])).not.toContain('s3cret');
  });

  it.each(['', '   ', '{"a":1', '{"a":1}}', "{'a':1}", 'NaN', '\ufeff'])('%j is refused', async (body) => {
    await expect(readJson(request(body))).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('that is not UTF-8 is refused', async () => {
    await expect(readJson(request(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('of exactly the limit is read, of one byte more refused', async () => {
    const exact = `"${'x'.repeat(MAX_BODY_BYTES - 2)}"`;
    expect(await readJson(request(exact))).toHaveLength(MAX_BODY_BYTES - 2);
    await expect(readJson(request(`${exact} `))).rejects.toMatchObject({ code: 'too_large' });
  });

  it('that says it is 50 MB is refused before a byte is read', async () => {
    const { body, taken } = stream(800);
    const headers = { 'content-type': 'application/json', 'content-length': String(50 * 1024 * 1024) };
    await expect(readJson(request(body, headers))).rejects.toMatchObject({ code: 'too_large' });
    expect(taken()).toBeLessThanOrEqual(1);
  });

  it('that grows to 50 MB without saying so is cut off at the limit', async () => {
    const { body, taken, isCancelled } = stream(800);
    await expect(readJson(request(body))).rejects.toMatchObject({ code: 'too_large' });
    expect(taken()).toBeLessThan(20);
    expect(isCancelled()).toBe(true);
  });

  it('with __proto__ in it changes no prototype', async () => {
    await readJson(request('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'));
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
