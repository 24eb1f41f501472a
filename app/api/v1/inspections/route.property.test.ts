import type { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { manyCertificates } from '@/lab/many-certificates';
import { chainOf, chainPlan } from '@/lab/mutated-chains';
import { cutUp, someCuts } from '@/lab/mutations';
import { inTime, runs } from '@/lab/property-run';
import { byMasterKey } from '@/lib/access/master-key.fixture';
import { POST as inspect } from './route';

let material: Awaited<ReturnType<typeof manyCertificates>>;
beforeAll(async () => {
  material = await manyCertificates();
});

async function expectAnswer(body: unknown): Promise<void> {
  const text = JSON.stringify(body);
  const { response, answer } = await inTime(
    () => text,
    async () => {
      const headers = { ...byMasterKey, 'content-type': 'application/json' };
      const url = 'http://localhost:3000/api/v1/inspections';
      const response = await inspect(new Request(url, { method: 'POST', headers, body: text }), none);
      return { response, answer: await response.text() };
    },
  );
  expect([200, 422]).toContain(response.status);
  expect(answer).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY|undefined|\[object/);
  const parsed = JSON.parse(answer);
  if (response.status === 422) {
    expect(parsed.detail[0].msg).toMatch(/\w/);
    return;
  }
  expect(parsed.findings).toBeInstanceOf(Array);
  for (const { client, verdict } of parsed.clients) expect([client, verdict]).not.toEqual([client, 'unknown']);
}
const none = { params: Promise.resolve({}) };

const text = (certificates: X509Certificate[]) => certificates.map((one) => one.toString()).join('');
const host = fc.oneof(fc.constantFrom('localhost', '127.0.0.1', '::1', '', null), fc.string({ maxLength: 30 }));

describe('POST /api/v1/inspections', () => {
  it('answers 200 or 422 for chains that nobody made on purpose', async () => {
    const forms = fc.constantFrom('pem', 'der');
    await fc.assert(
      fc.asyncProperty(chainPlan, host, forms, (plan, host, form) => {
        const { sent, anchors } = chainOf(material, plan);
        const chain = form === 'pem' ? text(sent) : Buffer.concat(sent.map(({ raw }) => raw)).toString('base64');
        return expectAnswer({ chain, host, roots: text(anchors) || undefined });
      }),
      runs(40),
    );
  }, 60_000);

  it('answers 200 or 422 for text that is damaged, and for whatever stands in its place', async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(chainPlan, host, someCuts, fc.option(anything, { freq: 1 }), (plan, host, cuts, other) => {
        const { sent, anchors } = chainOf(material, plan);
        const chain = other ?? cutUp(Buffer.from(text(sent)), cuts).toString('latin1');
        return expectAnswer({ chain, host, roots: text(anchors) || undefined });
      }),
      runs(240),
    );
  }, 60_000);
});
