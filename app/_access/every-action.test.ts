import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { hasRole, type Role, roles } from '@/lib/access/roles';
import { findSession } from '@/lib/accounts/find-session';
import { signedIn } from '@/lib/accounts/sign-in.fixture';
import { AppError } from '@/lib/errors';

/** What the framework knows of the request that an action came with. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ revalidatePath: () => {} }));

/** Who may cause what. The actions are found in the code: one that is missing here fails the test. */
const promised: Record<string, Role> = {
  'actions.findServers': 'viewer',
  'actions.stopRun': 'viewer',
  'certificates/actions.createBundle': 'admin',
  'certificates/actions.fetchChain': 'operator',
  'certificates/actions.previewReplacement': 'admin',
  'certificates/actions.readCertificates': 'operator',
  'certificates/actions.removeBundle': 'admin',
  'certificates/actions.replaceBundle': 'admin',
  'inspect/actions.inspect': 'operator',
  'servers/actions.applyRepair': 'operator',
  'servers/actions.createRepairBundle': 'admin',
  'servers/actions.createServer': 'operator',
  'servers/actions.inspectBundle': 'operator',
  'servers/actions.removeServer': 'operator',
  'servers/actions.testConnection': 'operator',
  'servers/actions.updateServer': 'operator',
  'settings/account/actions.changePassword': 'viewer',
  'settings/account/actions.removeSession': 'viewer',
  'settings/account/actions.signOutEverywhere': 'viewer',
  'settings/audit/actions.updateRetention': 'admin',
  'settings/egress/actions.tryEgress': 'operator',
  'settings/egress/actions.updateEgress': 'admin',
  'settings/keys/actions.createKey': 'admin',
  'settings/keys/actions.removeKey': 'admin',
  'settings/users/actions.createUser': 'admin',
  'settings/users/actions.removeUser': 'admin',
  'settings/users/actions.resetPassword': 'admin',
  'settings/users/actions.updateUser': 'admin',
};

type Action = (...args: unknown[]) => Promise<unknown>;

const found: [string, Action][] = [];
for (const [file, load] of Object.entries(import.meta.glob('../**/*actions.ts'))) {
  const path = file.replace(/^\.\.\/(?:\(console\)\/)?(.*)\.ts$/, '$1');
  for (const [name, action] of Object.entries((await load()) as Record<string, Action>)) {
    if (typeof action === 'function') found.push([`${path}.${name}`, action]);
  }
}

it('are all here', () => {
  expect(found.map(([name]) => name).sort()).toEqual(Object.keys(promised).sort());
});

/** The code of an answer that says no: thrown, in a Result, or as the first thing of a stream. */
async function refusal(action: Action): Promise<string | null> {
  try {
    const answer = await action(randomUUID(), {}, {});
    return codeIn(answer) ?? (isStream(answer) ? await codeInStream(answer) : null);
  } catch (error) {
    return error instanceof AppError ? error.code : null;
  }
}

async function codeInStream(stream: AsyncIterable<unknown>): Promise<string | null> {
  for await (const event of stream) {
    const code = codeIn(event) ?? codeIn((event as { result?: unknown }).result);
    if (code) return code;
  }
  return null;
}

function codeIn(answer: unknown): string | null {
  const { error } = (answer ?? {}) as { error?: { code?: string } };
  return error?.code ?? null;
}

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

const browsers = new Map<Role, Headers>();

async function browser(role: Role): Promise<Headers> {
  const known = browsers.get(role);
  const headers = known && (await findSession(known)) ? known : await signedIn(role);
  browsers.set(role, headers);
  return headers;
}

describe.each(found)('%s', (name, action) => {
  it('refuses nobody in particular, and a forged session', async () => {
    request.headers = new Headers();
    expect(await refusal(action)).toBe('unauthorized');
    request.headers = new Headers({ cookie: `vouch.session_token=${'a'.repeat(32)}.${'b'.repeat(43)}%3D` });
    expect(await refusal(action)).toBe('unauthorized');
  });

  it.each(roles)('as %s', async (role) => {
    request.headers = await browser(role);
    const code = await refusal(action);
    if (hasRole(role, promised[name] ?? 'viewer')) expect(['unauthorized', 'forbidden']).not.toContain(code);
    else expect(code).toBe('forbidden');
  });
});
