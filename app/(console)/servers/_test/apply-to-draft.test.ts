import { expect, test } from 'vitest';
import { repair } from '@/app/_components/doctor/reports.fixture';
import type { Result } from '@/lib/result';
import { applyToDraft } from './apply-to-draft';

const url = 'https://mcp.pay.corp:8443/mcp';
const makeBundle = async (name: string) => ({ ok: true, value: { id: 'b7', name } }) as const;

test('a bundle is made, named after the host, and the form is set to it', async () => {
  const result = await applyToDraft(repair('a'), url, makeBundle);
  expect(result).toMatchObject({
    ok: true,
    value: { values: { tls: 'custom_ca', caBundleId: 'b7' }, changes: [expect.stringContaining('mcp.pay.corp'), {}] },
  });
});

test('a refused bundle leaves the form as it is', async () => {
  const refusal: Result<never> = { ok: false, error: { code: 'bad_input', message: 'No', issues: [] } };
  expect(await applyToDraft(repair('a'), url, async () => refusal)).toBe(refusal);
});

test('a bundle of the library and another host make no bundle, and of the URL only the host changes', async () => {
  const never = async () => {
    throw new Error('a bundle was made');
  };
  const values = async (more: object) => {
    const result = await applyToDraft(repair('a', { bundle_pem: null, ...more }), url, never);
    return result.ok ? result.value.values : null;
  };
  expect(await values({ ca_bundle_id: 'b1' })).toMatchObject({ tls: 'custom_ca', caBundleId: 'b1' });
  expect(await values({ url: 'https://other:1/x?token=[set]' })).toEqual({ url: 'https://other:8443/mcp' });
});
