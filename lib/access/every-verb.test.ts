import { describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { AppError } from '../errors';
import type { Actor } from './actor';
import { person } from './actors.fixture';
import { hasRole, roles } from './roles';
import type { Verb } from './verb';

/**
 * Who may do what, as the docs promise it. The verbs themselves are found in the code: one that is missing here, or says
 * something else, fails the test.
 */
const promised: Record<string, (typeof roles)[number] | null> = {
  'accounts.change_password': 'viewer',
  'accounts.get': 'viewer',
  'accounts.set_up': null,
  'audit.export': 'viewer',
  'audit.list': 'viewer',
  'audit.prune': 'admin',
  'audit.retention.get': 'viewer',
  'audit.retention.update': 'admin',
  'bundles.create': 'admin',
  'bundles.describe_file': 'operator',
  'bundles.get': 'viewer',
  'bundles.list': 'viewer',
  'bundles.preview': 'admin',
  'bundles.read_input': 'operator',
  'bundles.remove': 'admin',
  'bundles.replace': 'admin',
  'checks.apply_repair': 'operator',
  'checks.call_tool': 'operator',
  'checks.check_servers': 'operator',
  'checks.count_verdicts': 'viewer',
  'checks.fresh_record': 'viewer',
  'checks.inspect': 'operator',
  'checks.list_tools': 'operator',
  'checks.test_connection': 'operator',
  'egress.get': 'viewer',
  'egress.try': 'operator',
  'egress.update': 'admin',
  'keys.create': 'admin',
  'keys.list': 'admin',
  'keys.remove': 'admin',
  'secrets.rotate': 'admin',
  'servers.create': 'operator',
  'servers.exception_end': 'admin',
  'servers.exceptions': 'viewer',
  'servers.get': 'viewer',
  'servers.list': 'viewer',
  'servers.records': 'viewer',
  'servers.remove': 'operator',
  'servers.update': 'operator',
  'sessions.begin_single_sign_on': null,
  'sessions.create': null,
  'sessions.finish_single_sign_on': null,
  'sessions.list': 'viewer',
  'sessions.remove': 'viewer',
  'sessions.remove_all': 'viewer',
  'sessions.remove_one': 'viewer',
  'users.create': 'admin',
  'users.list': 'admin',
  'users.remove': 'admin',
  'users.reset_password': 'admin',
  'users.update': 'admin',
};

/** With a password that somebody else chose, only these are open. */
const ownAccount = [
  'accounts.change_password',
  'accounts.get',
  'sessions.list',
  'sessions.remove',
  'sessions.remove_all',
  'sessions.remove_one',
];

type AnyVerb = Verb<{ actor?: Actor | null }, unknown>;

const files = import.meta.glob(['../*/*.ts', '!../**/*.test.ts', '!../**/*.fixture.ts', '!../db/generated/**']);
const found: AnyVerb[] = [];
for (const load of Object.values(files)) {
  const exported = Object.values((await load()) as Record<string, unknown>);
  found.push(...exported.filter((one): one is AnyVerb => typeof one === 'function' && 'rule' in one));
}

it('is found in the code, by a name of its own, with the role that is promised', () => {
  const names = found.map(({ rule }) => rule.name);
  expect(names).toEqual([...new Set(names)]);
  expect(Object.fromEntries(found.map(({ rule }) => [rule.name, rule.role]).sort())).toEqual(promised);
});

it('that is about one’s own account is open with a temporary password, and no other', () => {
  const open = found.filter(({ rule }) => rule.ownAccount).map(({ rule }) => rule.name);
  expect(open.sort()).toEqual(ownAccount);
});

const closed = found.filter(({ rule }) => rule.role !== null);

async function refusal(verb: AnyVerb, actor: Actor | null): Promise<string | null> {
  try {
    await verb({ actor });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'unauthorized' || error.code === 'forbidden')) return error.code;
  }
  return null;
}

const refusedEntries = (action: string) => db().auditEntry.count({ where: { action, outcome: 'refused' } });

describe.each(closed.map((verb) => [verb.rule.name, verb] as const))('%s', (name, verb) => {
  it('refuses nobody in particular', async () => {
    expect(await refusal(verb, null)).toBe('unauthorized');
  });

  it.each(roles)('as %s', async (role) => {
    const before = await refusedEntries(name);
    const mayDo = hasRole(role, verb.rule.role ?? 'viewer');
    // Of those who may, a verb of people’s own accounts refuses a key; nothing else refuses for the role.
    expect(await refusal(verb, person(role))).toBe(mayDo ? null : 'forbidden');
    expect((await refusedEntries(name)) - before, 'refused attempts in the audit log').toBe(mayDo ? 0 : 1);
  });
});

const others = closed.filter(({ rule }) => !rule.ownAccount);

it.each(others.map((verb) => [verb.rule.name, verb] as const))(
  '%s refuses an admin with a temporary password',
  async (_, verb) => {
    expect(await refusal(verb, { ...person('admin'), mustChangePassword: true })).toBe('forbidden');
  },
);
