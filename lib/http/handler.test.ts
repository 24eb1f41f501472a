import { afterEach, describe, expect, it, vi } from 'vitest';
import { byMasterKey } from '../access/master-key.fixture';
import { AppError } from '../errors';
import { handler } from './handler';
import { json } from './respond';

const noParams = { params: Promise.resolve({}) };
const local = (init: RequestInit = {}) =>
  new Request('http://localhost:3000/v1/mcp/server?token=s3cret', {
    ...init,
    headers: { ...byMasterKey, ...init.headers },
  });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a REST operation', () => {
  it('answers with a request id, security headers and no caching', async () => {
    const response = await handler(async () => json({ ok: true }))(local(), noParams);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it.each([
    [new AppError('bad_input', 'm'), 400, { detail: { error: 'm' } }],
    [
      new AppError('bad_name', 'm', { issues: [{ path: ['a'], message: 'm', type: 't' }] }),
      400,
      { detail: { error: 'm' } },
    ],
    [
      new AppError('bad_input', 'm', { issues: [{ path: ['a', 0], message: 'why', type: 'too_big' }] }),
      422,
      { detail: [{ loc: ['body', 'a', 0], msg: 'why', type: 'too_big' }] },
    ],
    [new AppError('conflict', 'm'), 400, { detail: { error: 'm' } }],
    [new AppError('forbidden', 'm'), 403, { detail: { error: 'm' } }],
    [new AppError('read_only', 'm'), 403, { detail: { error: 'm' } }],
    [new AppError('not_found', 'm'), 404, { detail: { error: 'm' } }],
    [new AppError('unauthorized', 'm'), 401, { detail: { error: 'm' } }],
    [new AppError('too_many', 'm'), 429, { detail: { error: 'm' } }],
    [new AppError('too_large', 'm'), 413, { detail: { error: 'm' } }],
    [new AppError('unsupported_media_type', 'm'), 415, { detail: { error: 'm' } }],
  ])('answers %s with %i', async (error, status, body) => {
    const response = await handler(async () => Promise.reject(error))(local(), noParams);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  it('answers a bug with its request id only, and logs it without what the address held', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const response = await handler(async () => Promise.reject(new Error('disk full')))(local(), noParams);
    expect(response.status).toBe(500);
    const id = response.headers.get('x-request-id') ?? '';
    const { detail } = (await response.json()) as { detail: { error: string } };
    expect(detail.error).toContain(id);
    expect(detail.error).not.toContain('disk full');
    const line = written.mock.calls.flat().join('');
    expect(line).toContain(id);
    expect(line).toContain('disk full');
    expect(line).not.toContain('s3cret');
  });

  it('checks access itself, whatever stands in front of it', async () => {
    const run = vi.fn(async () => json({}));
    for (const authorization of ['', 'Bearer another-key']) {
      const refused = await handler(run)(local({ headers: { authorization } }), noParams);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      expect(await refused.json()).toEqual({ detail: { error: expect.any(String) } });
    }
    expect(run).not.toHaveBeenCalled();
    const { authorization } = byMasterKey;
    const allowed = local({ headers: { authorization: '', 'x-litellm-api-key': authorization } });
    expect((await handler(run)(allowed, noParams)).status).toBe(200);
    expect(run).toHaveBeenCalledWith(
      expect.objectContaining({ actor: expect.objectContaining({ kind: 'master_key' }) }),
    );
  });

  it('is not a bug when the caller leaves', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const controller = new AbortController();
    const request = local({ signal: controller.signal });
    const response = await handler(async () => {
      controller.abort();
      throw new Error('aborted');
    })(request, noParams);
    expect(response.status).toBe(499);
    expect(written).not.toHaveBeenCalled();
  });
});
