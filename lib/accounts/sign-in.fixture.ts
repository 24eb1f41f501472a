import { randomUUID } from 'node:crypto';
import type { Role } from '../access/roles';
import { transact } from '../db/transact';
import { addPerson, hashPassword } from './credential-account';
import { signIn } from './sign-in';

const password = 'a password of a test';
let passwordHash: string | undefined;

/** The headers of a browser in which a new person of this role is signed in. */
export async function signedIn(role: Role): Promise<Headers> {
  passwordHash ??= await hashPassword(password);
  const hash = passwordHash;
  const email = `${role}-${randomUUID()}@corp.example`;
  await transact((transaction) =>
    addPerson(transaction, { name: role, email, role, mustChangePassword: false, passwordHash: hash }),
  );
  const headers = new Headers({ 'x-forwarded-for': '192.0.2.7', host: 'vouch.corp.example' });
  const { cookies } = await signIn({ input: { email, password }, headers });
  headers.set('cookie', cookies.map((cookie) => cookie.split(';')[0]).join('; '));
  return headers;
}
