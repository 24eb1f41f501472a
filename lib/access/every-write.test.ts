import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate } from '@/lab/certificates';
import { changePassword } from '../accounts/change-password';
import { createUser } from '../accounts/create-user';
import { addPerson, hashPassword } from '../accounts/credential-account';
import { removeSession } from '../accounts/remove-session';
import { removeUser } from '../accounts/remove-user';
import { resetPassword } from '../accounts/reset-password';
import { setUp } from '../accounts/set-up';
import { shownSetUpCode } from '../accounts/set-up-code';
import { signIn } from '../accounts/sign-in';
import { signOut } from '../accounts/sign-out';
import { signOutEverywhere } from '../accounts/sign-out-everywhere';
import { updateUser } from '../accounts/update-user';
import { createKey } from '../api-keys/create';
import { removeKey } from '../api-keys/remove';
import { updateRetention } from '../audit/update-retention';
import { createBundle } from '../bundles/create';
import { removeBundle } from '../bundles/remove';
import { replaceBundle } from '../bundles/replace';
import { applyRepair } from '../checks/apply-repair';
import { callServerTool } from '../checks/call-tool';
import { db } from '../db/client';
import { transact } from '../db/transact';
import { updateEgress } from '../egress/update';
import { createServer } from '../servers/create';
import { endExceptions } from '../servers/end-exceptions';
import { removeServer } from '../servers/remove';
import { updateServer } from '../servers/update';
import { managedBundleFolder } from '../trust/bundle-registry';
import { systemActor } from './actor';
import { admin as actor } from './actors.fixture';
import { identify } from './identify';
import type { Verb } from './verb';

/** One use of each verb that writes: `prepare` makes what it needs and answers the use itself. */
const scenarios: Record<string, () => Promise<() => Promise<unknown>>> = {
  'accounts.set_up': async () => {
    const input = { code: shownSetUpCode(), name: 'Ana', email: 'ana@corp.example', password };
    return () => setUp({ input, address: null });
  },
  'accounts.change_password': async () => {
    const { actor } = await somebody();
    const input = { current_password: password, new_password: 'another password of a test' };
    return () => changePassword({ actor, input });
  },
  'sessions.create': async () => {
    const { email } = await somebody();
    return () => signIn({ input: { email, password }, headers: new Headers() });
  },
  'sessions.remove': async () => {
    const { actor, headers } = await somebody();
    return () => signOut({ actor, headers });
  },
  'sessions.remove_all': async () => {
    const { actor } = await somebody();
    return () => signOutEverywhere({ actor });
  },
  'sessions.remove_one': async () => {
    const { actor } = await somebody();
    return () => removeSession({ actor, id: actor.sessionId ?? '' });
  },
  'users.create': async () => () =>
    createUser({ actor, input: { name: 'Ben', email: `${randomUUID()}@corp.example`, role: 'viewer' } }),
  'users.update': async () => {
    const { id } = await somebody();
    await somebody();
    return () => updateUser({ actor, id, input: { is_disabled: true } });
  },
  'users.remove': async () => {
    const { id } = await somebody();
    await somebody();
    return () => removeUser({ actor, id });
  },
  'users.reset_password': async () => {
    const { id } = await somebody();
    return () => resetPassword({ actor, id });
  },
  'keys.create': async () => () => createKey({ actor, input: { name: 'Deploy', role: 'operator' } }),
  'keys.remove': async () => {
    const { record } = await createKey({ actor, input: { name: 'Deploy', role: 'operator' } });
    return () => removeKey({ actor, id: record.key_id });
  },
  'egress.update': async () => () => updateEgress({ actor, input: { deny: ['10.0.0.0/8'] } }),
  'audit.retention.update': async () => () => updateRetention({ actor, input: { keep_days: 90 } }),
  'bundles.create': async () => () => createBundle({ actor, input: { name: 'Corp', pem: root.pem } }),
  'bundles.replace': async () => {
    const id = await bundle();
    return () => replaceBundle({ actor, id, input: { name: 'Corporation' } });
  },
  'bundles.remove': async () => {
    const id = await bundle();
    return () => removeBundle({ actor, id });
  },
  'servers.create': async () => () => createServer({ actor, input: { server_name: 'docs', url } }),
  'servers.update': async () => {
    const server_id = await server();
    return () => updateServer({ actor, input: { server_id, description: 'x' } });
  },
  'servers.remove': async () => {
    const id = await server();
    return () => removeServer({ actor, id });
  },
  'servers.exception_end': async () => {
    const id = await server({ ssl_verify: false });
    await db().mcpServer.update({ where: { id }, data: { sslVerifyUntil: new Date(0) } });
    return () => endExceptions({ actor: systemActor });
  },
  'checks.call_tool': async () => {
    const server_id = await server();
    return () => callServerTool({ actor, input: { server_id, name: 'echo', arguments: {} } });
  },
  'checks.apply_repair': async () => {
    const server_id = await server();
    const repair = { id: 'r1', title: 'Another name', compare: [], rehearsed: false, url: 'https://localhost:9/mcp' };
    await db().mcpServer.update({ where: { id: server_id }, data: { lastReport: { repairs: [repair] } } });
    return () => applyRepair({ actor, input: { server_id, repair_id: 'r1' } });
  },
};

/** Proven by tests of their own: they need a stopped Vouch, years of entries, and an OpenID provider. */
const elsewhere = ['secrets.rotate', 'audit.prune', 'sessions.finish_single_sign_on'];

/** What a verb does is done by others, each with its entry. */
const byOthers: Record<string, string> = { 'checks.apply_repair': 'servers.update' };

const password = 'a password of a test';
const url = 'https://127.0.0.1:9/mcp';
let root: Issued;
let passwordHash: string;
beforeAll(async () => {
  root = await issueCertificate({ subject: 'CN=Corp Root', isCa: true });
  passwordHash = await hashPassword(password);
});

async function somebody() {
  const email = `${randomUUID()}@corp.example`;
  const person = { name: 'Ana', email, role: 'admin', mustChangePassword: false, passwordHash };
  const { id } = await transact((transaction) => addPerson(transaction, person));
  const { cookies } = await signIn({ input: { email, password }, headers: new Headers() });
  const headers = new Headers({ cookie: cookies[0]?.split(';')[0] ?? '' });
  const found = await identify(headers);
  if (!found) throw new Error('the session is not known');
  return { id, email, headers, actor: found.actor };
}

const server = async (more: object = {}) =>
  (await createServer({ actor, input: { server_name: 'docs', url, ...more } })).record.server_id;
const bundle = async () => (await createBundle({ actor, input: { name: 'Corp', pem: root.pem } })).record.bundle_id;

const tables = ['mcp_servers', 'ca_bundles', 'users', 'sessions', 'accounts', 'api_keys', 'settings', 'audit_entries'];
const everything = async () =>
  JSON.stringify(
    await Promise.all(tables.map((table) => db().$queryRawUnsafe(`SELECT * FROM ${table}`))),
    (_, value) => (typeof value === 'bigint' ? Number(value) : value),
  );

afterEach(async () => {
  await db().$executeRawUnsafe('DROP TRIGGER IF EXISTS no_audit');
  await db().mcpServer.deleteMany();
  await db().caBundle.deleteMany();
  await db().user.deleteMany();
  await db().apiKey.deleteMany();
  await db().setting.deleteMany();
  await updateEgress({ actor, input: { deny: [] } });
  await rm(managedBundleFolder(), { recursive: true, force: true });
});

it('each verb that writes is here', async () => {
  const files = import.meta.glob(['../*/*.ts', '!../**/*.test.ts', '!../**/*.fixture.ts', '!../db/generated/**']);
  const modules = (await Promise.all(Object.values(files).map((load) => load()))) as Record<string, unknown>[];
  const verbs = modules
    .flatMap(Object.values)
    .filter((one): one is Verb<never, unknown> => typeof one === 'function' && 'rule' in one);
  const writing = verbs.filter(({ rule }) => rule.writes).map(({ rule }) => rule.name);
  expect([...Object.keys(scenarios), ...elsewhere].sort()).toEqual(writing.sort());
});

describe.each(Object.entries(scenarios))('%s', (name, prepare) => {
  it('leaves its entry in the audit log', async () => {
    const use = await prepare();
    const action = byOthers[name] ?? name;
    const before = await db().auditEntry.count({ where: { action, outcome: 'done' } });
    await use();
    expect(await db().auditEntry.count({ where: { action, outcome: 'done' } })).toBe(before + 1);
  });

  it('changes nothing when the entry cannot be written', async () => {
    const use = await prepare();
    const before = await everything();
    await db().$executeRawUnsafe(
      `CREATE TRIGGER no_audit BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no audit'); END`,
    );
    // A clock logs that it failed and goes on; everything else says so.
    await use().catch(() => undefined);
    expect(await everything()).toBe(before);
  });
});
