import { expect, test } from 'vitest';
import type { BundleListItem } from '@/lib/bundles/dto';
import { matching } from './matching';

const bundle = (name: string, notes: string | null = null): BundleListItem => ({
  bundle_id: name,
  name,
  notes,
  certificate_count: 1,
  first_expires_at: null,
  sha256: '00',
  path: '/data/a.pem',
  used_by_count: 0,
  updated_at: '2026-11-22T10:00:00.000Z',
});

test('finds every word in name or notes, in any case', () => {
  const bundles = [bundle('Corp bundle', 'Ask in #PKI'), bundle('Appliance')];
  const names = (search: string) => matching(bundles, search).map(({ name }) => name);
  expect(names('')).toEqual(['Corp bundle', 'Appliance']);
  expect(names('pki corp')).toEqual(['Corp bundle']);
  expect(names('pki appliance')).toEqual([]);
});
