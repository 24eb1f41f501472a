import { afterEach, expect, test, vi } from 'vitest';
import { add, enter } from '@/lib/accounts/people.fixture';
import { db } from '@/lib/db/client';
import { actionActor, currentActor, screenActor } from './actor';

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

afterEach(async () => {
  request.headers = new Headers();
  await db().user.deleteMany();
});

const sentTo = (screen: Promise<unknown>) =>
  screen.then(
    () => null,
    (error) => String(error.digest).split(';')[2],
  );

test('a screen is for those who are signed in', async () => {
  expect(await sentTo(screenActor())).toBe('/sign-in');
  expect(await sentTo(screenActor({ ownAccount: true }))).toBe('/sign-in');
  expect(await currentActor()).toBeNull();
  await expect(actionActor()).rejects.toMatchObject({ code: 'unauthorized' });
  await add('ana@corp.example', 'operator');
  request.headers = (await enter('ana@corp.example')).headers;
  for (const actor of [await screenActor(), await screenActor({ ownAccount: true }), await actionActor()]) {
    expect(actor).toMatchObject({ name: 'ana@corp.example', role: 'operator' });
  }
});

test('with a temporary password every screen leads to one’s own account', async () => {
  await add('ana@corp.example', 'admin', { mustChangePassword: true });
  request.headers = (await enter('ana@corp.example')).headers;
  expect(await sentTo(screenActor())).toBe('/settings/account');
  expect(await screenActor({ ownAccount: true })).toMatchObject({ mustChangePassword: true });
});
