import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate, pemChain } from '@/lab/certificates';
import { byMasterKey } from '@/lib/access/master-key.fixture';
import { db } from '@/lib/db/client';
import { GET as download } from './[bundleId]/pem/route';
import { POST as preview } from './[bundleId]/preview/route';
import * as one from './[bundleId]/route';
import * as bundles from './route';

let root: Issued;
let other: Issued;

beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
  other = await issueCertificate({ subject: 'CN=Other Root', isCa: true });
});
afterEach(async () => {
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
});

function request(method: string, body?: unknown, type = 'application/json'): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { ...byMasterKey, ...(body === undefined ? {} : { 'content-type': type }) };
  const url = 'http://localhost:3000/api/v1/bundles';
  return new Request(url, { method, headers, body: body === undefined ? undefined : text });
}
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as a client sees them
async function answer(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}
const none = { params: Promise.resolve({}) };
const of = (bundleId: string) => ({ params: Promise.resolve({ bundleId }) });
const create = (body: unknown, type?: string) => bundles.POST(request('POST', body, type), none).then(answer);
const list = () => bundles.GET(request('GET'), none).then(answer);
const read = (id: string) => one.GET(request('GET'), of(id)).then(answer);
const put = (id: string, body: unknown) => one.PUT(request('PUT', body), of(id)).then(answer);
const remove = (id: string) => one.DELETE(request('DELETE'), of(id)).then(answer);

describe('/api/v1/bundles', () => {
  it('makes (201), lists, reads, replaces and deletes (200) a bundle', async () => {
    const made = await create({ name: 'Corp', pem: pemChain(root, root), colour: 'red', sha256: 'x' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Corp', certificate_count: 1 });
    expect(made.body.warnings).toEqual([
      '1 duplicate was merged.',
      '`colour`: not a field of a bundle, kept out',
      '`sha256`: read-only, not changed',
    ]);
    const { warnings: _, ...record } = made.body;
    const id = record.bundle_id;
    expect(await list()).toMatchObject({ status: 200, body: [{ bundle_id: id, used_by_count: 0 }] });
    expect(await read(id)).toEqual({ status: 200, body: record });
    const replaced = await put(id, { pem: other.pem, notes: 'n' });
    expect(replaced).toMatchObject({ status: 200, body: { name: 'Corp', notes: 'n', warnings: [] } });
    expect(replaced.body.certificates[0].subject).toBe('CN=Other Root');
    expect(await remove(id)).toEqual({ status: 200, body: { bundle_id: id } });
    expect((await list()).body).toEqual([]);
  });

  it('changes a record that is sent back as it was answered into itself', async () => {
    const { body } = await create({ name: 'Corp', pem: pemChain(root, other) });
    const back = await put(body.bundle_id, body);
    expect(back.status).toBe(200);
    expect([back.body.pem, back.body.sha256]).toEqual([body.pem, body.sha256]);
  });

  it('answers 422 with the field and what it is', async () => {
    expect(await create({ name: 'Corp', pem: 'hello' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'pem'], type: 'bundle_no_certificates' }] },
    });
    expect(await create({ pem: root.pem })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'name'] }] },
    });
    expect((await create({ name: 'Corp', pem: root.pem + root.keyPem })).body.detail[0].type).toBe(
      'bundle_has_private_key',
    );
  });

  it('answers 400 for a name that is taken and for a bundle in use, which names the servers', async () => {
    const { body } = await create({ name: 'Corp', pem: root.pem });
    expect(await create({ name: 'Corp', pem: other.pem })).toMatchObject({ status: 400 });
    const server = { name: 'payments', url: 'https://h.example/', transport: 'http', caBundleId: body.bundle_id };
    await db().mcpServer.create({ data: { id: 'p', ...server } });
    expect(await remove(body.bundle_id)).toEqual({
      status: 400,
      body: { detail: { error: 'the bundle "Corp" is used by "payments": give them another one first' } },
    });
    expect((await read(body.bundle_id)).body.used_by).toEqual([
      { server_id: 'p', server_name: 'payments', state: 'unknown' },
    ]);
  });

  it('answers 404 for an unknown id in every operation, 415 for another kind of body, 413 for a large one', async () => {
    const answers = [
      await read('gone'),
      await put('gone', { name: 'x' }),
      await remove('gone'),
      await preview(request('POST', { pem: root.pem }), of('gone')).then(answer),
      await download(request('GET'), of('..%2f..%2fsecret')).then(answer),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await create(root.pem, 'application/x-pem-file')).status).toBe(415);
    expect((await create({ name: 'Corp', pem: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });

  it('downloads the bundle under a name that is safe in every shell', async () => {
    const { body } = await create({ name: 'Corp "; rm -rf /é\u{1f512}', pem: root.pem });
    const response = await download(request('GET'), of(body.bundle_id));
    expect(response.headers.get('content-type')).toBe('application/x-pem-file');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="corp-rm-rf-e.pem"');
    expect(await response.text()).toBe(body.pem);
    const unnamed = await create({ name: '社内', pem: root.pem });
    const plain = await download(request('GET'), of(unnamed.body.bundle_id));
    expect(plain.headers.get('content-disposition')).toBe('attachment; filename="bundle.pem"');
  });

  it('previews a replacement', async () => {
    const { body } = await create({ name: 'Corp', pem: root.pem });
    const result = await preview(request('POST', { pem: other.pem }), of(body.bundle_id)).then(answer);
    expect(result).toMatchObject({ status: 200, body: { form: 'pem', certificate_count: 1, servers: [] } });
    expect(result.body.added[0].subject).toBe('CN=Other Root');
  });
});
