import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Actor } from '../access/actor';
import { identify } from '../access/identify';
import type { Role } from '../access/roles';
import { db } from '../db/client';
import { transact } from '../db/transact';
import { addPerson, hashPassword } from './credential-account';
import { signIn } from './sign-in';

export const PASSWORD = 'correct horse battery staple';
let passwordHash: string | undefined;

/** A person whose password is `PASSWORD`. */
export async function add(email: string, role: Role = 'viewer', { mustChangePassword = false } = {}) {
  passwordHash ??= await hashPassword(PASSWORD);
  const person = { name: email.split('@')[0] ?? email, email, role, mustChangePassword, passwordHash };
  return transact((transaction) => addPerson(transaction, person));
}

/** A person who has no password. */
export async function addWithoutPassword(email: string) {
  const user = await add(email);
  await db().account.deleteMany({ where: { userId: user.id } });
  return user;
}

export function requestHeaders(address = '192.0.2.7', more: Record<string, string> = {}): Headers {
  return new Headers({ 'x-forwarded-for': address, 'user-agent': 'test', ...more });
}

/** What a browser sends after an answer with these cookies. */
export function cookieHeader(setCookies: string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

/** Signs in and answers what the browser sends from then on, and who it is. */
export async function enter(email: string, { password = PASSWORD, headers = requestHeaders() } = {}) {
  const { cookies } = await signIn({ input: { email, password }, headers });
  const sent = new Headers(headers);
  sent.set('cookie', cookieHeader(cookies));
  const actor = await whoIs(sent);
  if (!actor) throw new Error('nobody is signed in');
  return { headers: sent, cookies, actor };
}

export async function whoIs(headers: Headers): Promise<Actor | null> {
  return (await identify(headers))?.actor ?? null;
}

/** What the audit log says since there were `from` entries. */
export async function auditedSince(from: number) {
  const entries = await db().auditEntry.findMany({ orderBy: { seq: 'asc' }, skip: from });
  return entries.map(({ action, outcome, actorName, subjectName, detail, before, after }) => {
    const said = { action, outcome, actor: actorName, subject: subjectName, detail, before, after };
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  });
}

/** Runs something and counts how many passwords were hashed by it. `before`: awaited before each, with its number. */
export async function countHashings<T>(run: () => Promise<T>, before?: (nth: number) => Promise<unknown>) {
  const original = crypto.scrypt;
  let count = 0;
  const counting = (...args: Parameters<typeof original>) => {
    count += 1;
    if (before) void before(count).finally(() => original(...args));
    else original(...args);
  };
  crypto.scrypt = counting as typeof original;
  syncBuiltinESMExports();
  try {
    return { value: await run(), count };
  } finally {
    crypto.scrypt = original;
    syncBuiltinESMExports();
  }
}
