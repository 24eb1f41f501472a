import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { UserRecord } from './dto';
import { userRecord } from './user-record';

/** Everybody who has an account, by email. */
export const listUsers = verb(
  { name: 'users.list', role: 'admin' },
  async (_options: { actor: Actor }): Promise<UserRecord[]> =>
    (await db().user.findMany({ orderBy: { email: 'asc' } })).map(userRecord),
);
