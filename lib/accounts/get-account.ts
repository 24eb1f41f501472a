import type { Actor } from '../access/actor';
import type { Role } from '../access/roles';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { AccountRecord } from './dto';
import { SSO_PROVIDER } from './open-id-config';
import { ownId } from './own-account';

/** The asking person's own account and how they sign in. Throws AppError `forbidden` for a key. */
export const getAccount = verb(
  { name: 'accounts.get', role: 'viewer', ownAccount: true },
  async ({ actor }: { actor: Actor }): Promise<AccountRecord> => {
    const id = ownId(actor);
    const { name, email, role, mustChangePassword, accounts } = await db().user.findUniqueOrThrow({
      where: { id },
      include: { accounts: { select: { providerId: true } } },
    });
    return {
      name,
      email,
      role: role as Role,
      must_change_password: mustChangePassword,
      has_password: accounts.some(({ providerId }) => providerId === 'credential'),
      has_single_sign_on: accounts.some(({ providerId }) => providerId === SSO_PROVIDER),
    };
  },
);
