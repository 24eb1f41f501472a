import { expect, it } from 'vitest';
import { changesOf } from './changes';

it('has the fields that differ, and no others', () => {
  const before = { name: 'payments', tags: ['a'], ssl_verify: null, gone: 1 };
  const after = { name: 'payments', tags: ['a', 'b'], ssl_verify: false, come: 2 };
  expect(changesOf(before, after)).toEqual({
    before: { tags: ['a'], ssl_verify: null, gone: 1, come: null },
    after: { tags: ['a', 'b'], ssl_verify: false, gone: null, come: 2 },
  });
});

it('looks into what a field holds, and takes an absent field for an empty one', () => {
  expect(changesOf({ info: { a: [1, { b: 2 }] }, note: null }, { info: { a: [1, { b: 2 }] } })).toEqual({
    before: {},
    after: {},
  });
});

it('leaves out when and by whom, which the entry itself says', () => {
  const changes = changesOf({ updated_at: 'a', updated_by: 'ana' }, { updated_at: 'b', updated_by: 'ben' });
  expect(changes).toEqual({ before: {}, after: {} });
});

it('says of a secret that it changed, and whether there was one before', () => {
  const record = { credentials: { is_set: true } };
  expect(changesOf(record, record, ['credentials'])).toEqual({
    before: { credentials: 'set' },
    after: { credentials: 'changed' },
  });
  expect(changesOf({ credentials: null }, record, ['credentials', 'password'])).toEqual({
    before: { credentials: null, password: null },
    after: { credentials: 'changed', password: 'changed' },
  });
});

it('shows no secret, even of records that hold one', () => {
  const changes = changesOf({ password: 'hunter2' }, { password: 'hunter3', name: 'a' }, ['password']);
  expect(changes).toEqual({ before: { password: 'set', name: null }, after: { password: 'changed', name: 'a' } });
});
