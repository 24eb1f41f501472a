import { APIError } from 'better-auth/api';
import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import type { Prisma, PrismaClient, User } from '../db/generated/client';
import { currentClient, transact } from '../db/transact';
import { actorOf } from './actor-of';
import { SSO_PROVIDER } from './open-id-config';
import { signInMethod } from './sign-in-method';
import { sweepSessions } from './sweep-sessions';
import { auditedUser } from './user-record';

/**
 * The client that the accounts library writes with: its queries join the transaction that is open where they are made. A
 * session, a user or an account that it makes on its own (a sign-in) is audited in one transaction with it.
 */
export function authDatabase(): PrismaClient {
  return new Proxy(db(), {
    get(client, name) {
      if (name === 'session') return { ...delegateMethods('session'), create: createSession };
      if (name === 'user') return { ...delegateMethods('user'), create: createUser };
      if (name === 'account') return { ...delegateMethods('account'), create: createAccount };
      return Reflect.get(currentClient(), name) ?? Reflect.get(client, name);
    },
  });
}

const methods = ['findFirst', 'findMany', 'count', 'update', 'updateMany', 'delete', 'deleteMany'] as const;

function delegateMethods(model: 'session' | 'user' | 'account') {
  const delegate = currentClient()[model] as unknown as Record<string, unknown>;
  return Object.fromEntries(methods.map((method) => [method, delegate[method]]));
}

type SessionCreate = Parameters<PrismaClient['session']['create']>[0];
type UserCreate = Parameters<PrismaClient['user']['create']>[0];
type AccountCreate = Parameters<PrismaClient['account']['create']>[0];

function createSession(args: SessionCreate) {
  return transact(async (transaction) => {
    const user = await transaction.user.findUniqueOrThrow({ where: { id: String(args.data.userId) } });
    if (user.isDisabled) throw new APIError('FORBIDDEN', { code: 'not_admitted', message: 'kept out' });
    await sweepSessions(transaction, user.id);
    const created = await transaction.session.create(args);
    // A sign-in is no change of the record.
    const data = { lastSignInAt: new Date(), updatedAt: user.updatedAt };
    await transaction.user.update({ where: { id: user.id }, data });
    const { method, address } = signInMethod();
    const isFreed = method === 'single sign-on' && (await dropTemporaryPassword(transaction, user));
    await appendAudit(transaction, {
      actor: actorOf(user, address),
      action: 'sessions.create',
      subject: { type: 'user', id: user.id, name: user.email },
      detail: isFreed ? `by ${method}; the temporary password was not needed and is gone` : `by ${method}`,
    });
    return created;
  });
}

/** Whoever comes in by the provider has no use for a password that somebody else chose, and may not even know it. */
async function dropTemporaryPassword(transaction: Prisma.TransactionClient, user: User): Promise<boolean> {
  if (!user.mustChangePassword) return false;
  await transaction.account.deleteMany({ where: { userId: user.id, providerId: 'credential' } });
  await transaction.user.update({ where: { id: user.id }, data: { mustChangePassword: false } });
  return true;
}

/** Verbs audit the users they make; what is left is a first sign-in through the OpenID provider. */
function createUser(args: UserCreate) {
  return transact(async (transaction) => {
    const created = await transaction.user.create(args);
    const { method, address } = signInMethod();
    if (method === 'single sign-on') {
      const user = await transaction.user.findUniqueOrThrow({ where: { id: args.data.id } });
      await appendAudit(transaction, {
        actor: { kind: 'anonymous', id: null, name: user.email, address },
        action: 'users.create',
        subject: { type: 'user', id: user.id, name: user.email },
        detail: 'first sign-in by single sign-on',
        after: auditedUser(user),
      });
    }
    return created;
  });
}

/** Vouch never calls the provider for a person, so it keeps nothing that could. */
const noTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

function createAccount(args: AccountCreate) {
  return transact(async (transaction) => {
    const created = await transaction.account.create({ ...args, data: { ...args.data, ...noTokens } });
    if (args.data.providerId === SSO_PROVIDER) {
      const user = await transaction.user.findUniqueOrThrow({ where: { id: String(args.data.userId) } });
      const subject = { type: 'user', id: user.id, name: user.email };
      const detail = 'linked to an account of the OpenID provider';
      const actor = actorOf(user, signInMethod().address);
      await appendAudit(transaction, { actor, action: 'accounts.link', subject, detail });
    }
    return created;
  });
}
