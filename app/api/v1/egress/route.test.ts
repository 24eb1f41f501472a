import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { db } from '@/lib/db/client';
import { setEgressRules } from '@/lib/mcp/egress-rules';
import * as egress from './route';
import { POST as tryAddress } from './try/route';

const key = 'correct-horse-battery';
beforeAll(() => {
  process.env.VOUCH_MASTER_KEY = key;
});
afterEach(async () => {
  await db().setting.deleteMany();
  setEgressRules({ allow: [], deny: [] });
});

function request(method: string, body?: unknown): Request {
  const headers = {
    host: 'localhost:3000',
    authorization: `Bearer ${key}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request('http://localhost:3000/api/v1/egress', { method, headers, body: text });
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client sees them
async function answer(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}
const none = { params: Promise.resolve({}) };
const get = () => egress.GET(request('GET'), none).then(answer);
const put = (body: unknown) => egress.PUT(request('PUT', body), none).then(answer);
const attempt = (body: unknown) => tryAddress(request('POST', body), none).then(answer);

describe('/api/v1/egress', () => {
  it('answers and changes the rules (200)', async () => {
    expect(await get()).toMatchObject({ status: 200, body: { allow: [], deny: [], updated_at: null } });
    const changed = await put({ deny: ['10.0.0.0/8'], port: 80 });
    expect(changed).toMatchObject({ status: 200, body: { allow: [], deny: ['10.0.0.0/8'] } });
    expect(changed.body.warnings).toEqual(['`port`: not a field of the egress rules, kept out']);
    const { warnings: _, ...record } = changed.body;
    expect(await get()).toEqual({ status: 200, body: record });
  });

  it('changes rules that are sent back as they were answered into themselves', async () => {
    await put({ allow: ['mcp.corp'], deny: ['10.0.0.0/8'] });
    const { body } = await get();
    expect((await put(body)).body).toMatchObject({ allow: ['mcp.corp'], deny: ['10.0.0.0/8'] });
  });

  it('answers 422 with the place of each refused entry, and changes nothing', async () => {
    const refused = await put({ deny: ['10.0.0.0/8', '10.0.0.1/8', 'mcp.corp:80'] });
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toMatchObject([{ loc: ['body', 'deny', 1] }, { loc: ['body', 'deny', 2] }]);
    expect((await get()).body.deny).toEqual([]);
  });

  it('answers 400 for what is not JSON', async () => {
    expect((await put('{')).status).toBe(400);
  });
});

describe('/api/v1/egress/try', () => {
  it('answers 200 whether or not the address would be dialled', async () => {
    expect(await attempt({ address: '127.0.0.1' })).toMatchObject({ status: 200, body: { is_allowed: true } });
    const refused = await attempt({ address: '127.0.0.1', deny: ['127.0.0.0/8'] });
    expect(refused).toMatchObject({ status: 200, body: { is_allowed: false, host: '127.0.0.1' } });
    expect((await get()).body.deny).toEqual([]);
  });

  it('answers 422 for what is no address', async () => {
    expect(await attempt({ address: 'a b' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'address'] }] },
    });
  });
});
