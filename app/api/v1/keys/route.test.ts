import { beforeEach, describe, expect, it } from 'vitest';
import { admin } from '@/lib/access/actors.fixture';
import type { Role } from '@/lib/access/roles';
import { createKey } from '@/lib/api-keys/create';
import { db } from '@/lib/db/client';
import * as one from './[keyId]/route';
import * as keys from './route';

let own: string;
beforeEach(async () => {
  await db().apiKey.deleteMany();
  own = await keyWith('admin');
});

async function keyWith(role: Role): Promise<string> {
  return (await createKey({ actor: admin, input: { name: `own ${role}`, role } })).key;
}

function request(method: string, body?: unknown, key: string | null = own): Request {
  const headers = new Headers({ host: 'vouch.corp.example' });
  if (key !== null) headers.set('authorization', `Bearer ${key}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Request('http://vouch.corp.example/api/v1/keys', { method, headers, body: text });
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client sees them
async function answer(response: Response): Promise<{ status: number; body: any; headers: Headers }> {
  return { status: response.status, body: await response.json(), headers: response.headers };
}
const none = { params: Promise.resolve({}) };
const list = async (key?: string | null) => answer(await keys.GET(request('GET', undefined, key), none));
const create = async (body: unknown, key?: string | null) => answer(await keys.POST(request('POST', body, key), none));
const remove = async (keyId: string, key?: string) =>
  answer(await one.DELETE(request('DELETE', undefined, key), { params: Promise.resolve({ keyId }) }));

describe('/api/v1/keys', () => {
  it('makes (201), lists and revokes (200) a key, which works in between', async () => {
    const made = await create({ name: 'CI', role: 'admin', expires_at: '2031-01-01T00:00:00Z', scope: 'all' });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { key, warnings, ...record } = made.body;
    expect(key).toMatch(/^vouch_[\w-]{43}$/);
    expect(warnings).toEqual(['`scope`: not a field of an API key, kept out']);
    expect(record).toEqual({
      key_id: expect.any(String),
      name: 'CI',
      role: 'admin',
      start: key.slice(0, 12),
      expires_at: '2031-01-01T00:00:00.000Z',
      last_used_at: null,
      created_at: expect.any(String),
      created_by: 'key own admin',
    });

    const listed = await list(key);
    expect(listed.status).toBe(200);
    expect(listed.body.map(({ name }: { name: string }) => name)).toEqual(['CI', 'own admin']);
    expect(JSON.stringify(listed.body)).not.toContain(key.slice(12));

    expect(await remove(record.key_id)).toMatchObject({ status: 200, body: { key_id: record.key_id } });
    expect((await list(key)).status).toBe(401);
  });

  it('refuses a key without the role (403), and no key (401)', async () => {
    const operator = await keyWith('operator');
    expect((await list(operator)).status).toBe(403);
    expect((await create({ name: 'CI', role: 'viewer' }, operator)).status).toBe(403);
    expect((await remove('id', operator)).status).toBe(403);
    expect((await list(null)).status).toBe(401);
    expect(await db().apiKey.count()).toBe(2);
  });

  it('answers a taken name with 400, a refused field with 422, an unknown id with 404', async () => {
    expect(await create({ name: 'own admin', role: 'viewer' })).toMatchObject({
      status: 400,
      body: { detail: { error: 'name: there is already an API key named "own admin"' } },
    });
    expect(await create({ name: 'CI', role: 'root' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'role'], msg: 'Role is one of viewer, operator, admin' }] },
    });
    expect((await remove('no-such-key')).status).toBe(404);
  });
});
