import { expect, it } from 'vitest';
import { identify } from '../access/identify';
import { db } from '../db/client';
import { setUp } from './set-up';
import { shownSetUpCode } from './set-up-code';
import { signIn } from './sign-in';
import { signOut } from './sign-out';

const password = 'correct horse battery staple';
const headers = () => new Headers({ 'x-forwarded-for': '192.0.2.9', 'user-agent': 'test' });

it('sets up once, signs in and out', async () => {
  const input = { code: shownSetUpCode(), name: 'Ana', email: 'Ana@corp.example', password };
  await setUp({ input, address: '192.0.2.9' });
  const { cookies } = await signIn({ input, headers: headers() });
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  const signedIn = headers();
  signedIn.set('cookie', cookie);
  const who = await identify(signedIn);
  expect(who?.actor).toMatchObject({ kind: 'user', role: 'admin', name: 'ana@corp.example' });
  if (!who) throw new Error('nobody');
  const { cookies: cleared } = await signOut({ actor: who.actor, headers: signedIn });
  expect(cleared.join()).toContain('Max-Age=0');
  expect(await identify(signedIn)).toBeNull();
  console.log(cookies, cleared, await db().auditEntry.findMany());
});
