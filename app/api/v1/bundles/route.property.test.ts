import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Issued } from '@/lab/certificates';
import { manyCertificates } from '@/lab/many-certificates';
import { cutUp, editElements, someCuts, someEdits } from '@/lab/mutations';
import { inTime, runs } from '@/lab/property-run';
import { byMasterKey } from '@/lib/access/master-key.fixture';
import { db } from '@/lib/db/client';
import { POST as create } from './route';

let all: Issued[];
beforeAll(async () => {
  const { families, odd } = await manyCertificates();
  all = [...families.flatMap((family) => Object.values(family)), ...odd];
});
afterEach(async () => {
  await db().caBundle.deleteMany();
});

let count = 0;
async function expectAnswer(content: Record<string, unknown>, secret?: string): Promise<void> {
  const { response, answer } = await inTime(
    () => JSON.stringify(content),
    async () => {
      count += 1;
      const headers = { ...byMasterKey, 'content-type': 'application/json' };
      const body = JSON.stringify({ name: `Bundle ${count}`, ...content });
      const request = new Request('http://localhost:3000/api/v1/bundles', { method: 'POST', headers, body });
      const response = await create(request, { params: Promise.resolve({}) });
      return { response, answer: await response.text() };
    },
  );
  expect([201, 422]).toContain(response.status);
  expect(JSON.parse(answer)).toBeTypeOf('object');
  if (secret) expect(answer).not.toContain(secret);
}

/** A line of what is secret in a private key: its ends hold the algorithm and the public key, which certificates have too. */
function secretOf(keyPem: string): string {
  const lines = keyPem.split('\n').filter((line) => line !== '' && !line.startsWith('-'));
  return (lines[Math.floor(lines.length / 2)] as string).slice(0, 20);
}

const which = fc.nat({ max: 1_000_000 });
const one = (index: number) => all[index % all.length] as Issued;
const der = (index: number) => Buffer.from(one(index).certificate.rawData);

describe('POST /api/v1/bundles', () => {
  it('answers 201 or 422 for files that are damaged', async () => {
    const damage = fc.oneof(
      someCuts.map((cuts) => (content: Buffer) => cutUp(content, cuts)),
      someEdits.map((edits) => (content: Buffer) => editElements(content, edits)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => () => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(which, damage, (index, change) =>
        expectAnswer({ content_base64: change(der(index)).toString('base64') }),
      ),
      runs(200),
    );
  });

  it('answers 201 or 422 for text that is damaged, and never with a private key', async () => {
    await fc.assert(
      fc.asyncProperty(which, someCuts, fc.boolean(), (index, cuts, withKey) => {
        const { pem, keyPem } = one(index);
        const text = cutUp(Buffer.from(withKey ? pem + keyPem : pem), cuts).toString('latin1');
        return expectAnswer({ pem: text }, secretOf(keyPem));
      }),
      runs(200),
    );
  });
});
