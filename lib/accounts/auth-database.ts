import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import type { PrismaClient } from '../db/generated/client';
import { currentClient, transact } from '../db/transact';
import { actorOf } from './actor-of';
import { signInMethod } from './sign-in-method';

/**
 * The client that the accounts library writes with: its queries join the transaction that is open where they are made. A
 * session or a user that it makes on its own (a sign-in) is audited in one transaction with it.
 */
export function authDatabase(): PrismaClient {
  return new Proxy(db(), {
    get(client, name) {
      if (name === 'session') return { ...delegateMethods('session'), create: createSession };
      if (name === 'user') return { ...delegateMethods('user'), create: createUser };
      return Reflect.get(currentClient(), name) ?? Reflect.get(client, name);
    },
  });
}

const methods = ['findFirst', 'findMany', 'count', 'update', 'updateMany', 'delete', 'deleteMany'] as const;

function delegateMethods(model: 'session' | 'user') {
  const delegate = currentClient()[model] as unknown as Record<string, unknown>;
  return Object.fromEntries(methods.map((method) => [method, delegate[method]]));
}

type SessionCreate = Parameters<PrismaClient['session']['create']>[0];
type UserCreate = Parameters<PrismaClient['user']['create']>[0];

function createSession(args: SessionCreate) {
  return transact(async (transaction) => {
    const created = await transaction.session.create(args);
    const user = await transaction.user.update({
      where: { id: String(args.data.userId) },
      data: { lastSignInAt: new Date() },
    });
    const { method, address } = signInMethod();
    await appendAudit(transaction, {
      actor: actorOf(user, address),
      action: 'sessions.create',
      subject: { type: 'user', id: user.id, name: user.email },
      detail: `by ${method}`,
    });
    return created;
  });
}

/** Verbs audit the users they make; what is left is a first sign-in through the OpenID provider. */
function createUser(args: UserCreate) {
  return transact(async (transaction) => {
    const created = await transaction.user.create(args);
    const { method, address } = signInMethod();
    if (method === 'single sign-on') {
      const { name, email, role } = await transaction.user.findUniqueOrThrow({ where: { id: args.data.id } });
      await appendAudit(transaction, {
        actor: { kind: 'anonymous', id: null, name: email, address },
        action: 'users.create',
        subject: { type: 'user', id: args.data.id, name: email },
        detail: 'first sign-in by single sign-on',
        after: { name, email, role },
      });
    }
    return created;
  });
}
