import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemActor } from '../access/actor';
import { admin, operator } from '../access/actors.fixture';
import { checkSecretKey } from '../db/check-secret-key';
import { db } from '../db/client';
import { eraseOverwritten, inExclusiveUse } from '../db/exclusive-use';
import { seal, unseal } from '../db/seal';
import { createServer } from '../servers/create';
import { enterFolder, enterNewFolder, openedSecrets, storedSecrets, storeSecrets } from './data-folder.fixture';
import { rotateSecretKey } from './rotate';

const run = promisify(execFile);
const [oldKey, newKey, strayKey] = ['ab'.repeat(32), 'cd'.repeat(32), 'ef'.repeat(32)];

let folder: string;
let keyFile: string;
let nextFile: string;

beforeEach(async () => {
  folder = await enterNewFolder();
  keyFile = path.join(folder, 'secret.key');
  nextFile = path.join(folder, 'secret.key.next');
});
afterEach(async () => {
  await db().$disconnect();
  vi.unstubAllEnvs();
});

async function startedWithSecrets(): Promise<void> {
  await checkSecretKey();
  await storeSecrets();
}

const rotate = (options: { discardLost?: boolean } = {}) => rotateSecretKey({ actor: systemActor, ...options });
const keyIn = (file: string) => readFileSync(file, 'utf8').trim();
const entries = () => db().auditEntry.findMany({ where: { action: 'secrets.rotate' }, orderBy: { seq: 'asc' } });
const rows = () => db().mcpServer.findMany({ orderBy: { name: 'asc' } });

function writeKey(file: string, key: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
}

async function expectUnchanged(attempt: () => Promise<unknown>): Promise<void> {
  const state = async () => ({
    rows: await rows(),
    settings: await db().setting.findMany(),
    entries: await db().auditEntry.count(),
    files: readdirSync(folder)
      .filter((name) => name.startsWith('secret.key'))
      .map((name) => [name, keyIn(path.join(folder, name))]),
  });
  const before = await state();
  await attempt();
  expect(await state()).toEqual(before);
}

test('every secret is sealed with a new key, and the old one opens none of them', async () => {
  await startedWithSecrets();
  const before = { key: keyIn(keyFile), rows: await rows() };
  expect(await rotate()).toEqual({ outcome: 'rotated', keyIn: 'secret.key', sealed: 4, discarded: [] });

  expect(keyIn(keyFile)).toMatch(/^[0-9a-f]{64}$/);
  expect(keyIn(keyFile)).not.toBe(before.key);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.startsWith('secret.key'))).toEqual(['secret.key']);
  expect(await openedSecrets()).toEqual(storedSecrets);
  for (const row of await rows()) {
    const was = before.rows.find(({ id }) => id === row.id);
    // A rotation is no edit: nothing else of a server changes, the time of its last change included.
    expect({ ...row, credentials: null, staticHeaders: null }).toEqual({
      ...was,
      credentials: null,
      staticHeaders: null,
    });
    for (const field of ['credentials', 'staticHeaders'] as const) {
      expect(row[field] === null).toBe(was?.[field] === null);
      if (row[field] !== null) expect(row[field]).not.toBe(was?.[field]);
    }
  }
  const sealed = (await rows()).find(({ name }) => name === 'payments');
  const context = { rowId: sealed?.id ?? '', field: 'credentials' } as const;
  expect(() => unseal(sealed?.credentials ?? '', context, Buffer.from(before.key, 'hex'))).toThrow(/does not open/);

  await enterFolder(folder);
  await expect(checkSecretKey()).resolves.toBeUndefined();
});

test('nothing of what the old key opens is left in the file of the database', async () => {
  await startedWithSecrets();
  const value = 'x'.repeat(6_000);
  await createServer({
    actor: admin,
    input: {
      server_name: 'long',
      url: 'https://a.example/mcp',
      transport: 'http',
      static_headers: { A: value, B: value },
    },
  });
  const sealed = (await rows()).flatMap(({ credentials, staticHeaders }) => [credentials, staticHeaders]);
  await rotate();
  await db().$disconnect();
  const bytes = readFileSync(path.join(folder, 'vouch.db'));
  for (const text of sealed) if (text !== null) expect(bytes.includes(text.slice(-40))).toBe(false);
});

test('a file that cannot be written anew is told from a rotation that failed', async () => {
  await startedWithSecrets();
  await db().$queryRawUnsafe('PRAGMA query_only=ON');
  await expect(eraseOverwritten()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^Everything is sealed with the new key, but .*readonly database/),
  });
});

test('the audit log says who rotated and how much, and holds no key', async () => {
  await startedWithSecrets();
  await rotate();
  expect(await entries()).toMatchObject([
    {
      actorKind: 'system',
      outcome: 'done',
      subjectType: 'secret_key',
      subjectName: 'secret.key',
      after: { sealed: 4, discarded: [] },
    },
  ]);
  expect(JSON.stringify(await entries())).not.toContain(keyIn(keyFile));
});

test('a rotation of many servers misses none', async () => {
  await checkSecretKey();
  const data = Array.from({ length: 1_201 }, (_, index) => {
    const id = `id-${index}`;
    const credentials = seal(`secret ${index}`, { rowId: id, field: 'credentials' });
    return { id, name: `n${index}`, url: 'https://a.example/mcp', transport: 'http', credentials };
  });
  await db().mcpServer.createMany({ data });
  expect(await rotate()).toMatchObject({ sealed: 1_201 });
  const opened = await openedSecrets();
  expect(Object.keys(opened)).toHaveLength(1_201);
  for (let index = 0; index < 1_201; index += 1) expect(opened[`n${index}`]?.authValue).toBe(`secret ${index}`);
});

test('a database without secrets gets a new key too', async () => {
  await checkSecretKey();
  const before = keyIn(keyFile);
  expect(await rotate()).toMatchObject({ outcome: 'rotated', sealed: 0 });
  expect(keyIn(keyFile)).not.toBe(before);
  await expect(checkSecretKey()).resolves.toBeUndefined();
});

test('a key that a crash left is used, not replaced', async () => {
  await startedWithSecrets();
  writeKey(nextFile, newKey);
  await rotate();
  expect(keyIn(keyFile)).toBe(newKey);
  expect(await openedSecrets()).toEqual(storedSecrets);
});

test('a next key that was put in place by hand is taken for the end of that rotation', async () => {
  await startedWithSecrets();
  writeKey(nextFile, keyIn(keyFile));
  expect(await rotate()).toMatchObject({ outcome: 'finished', sealed: 0 });
  expect(existsSync(nextFile)).toBe(false);
  expect(await entries()).toEqual([]);
});

test('secrets of the YAML file that do not open are left to the file', async () => {
  await startedWithSecrets();
  await db().mcpServer.updateMany({ where: { name: 'tools' }, data: { isConfig: true, credentials: 'v1.x' } });
  expect(await rotate()).toMatchObject({ sealed: 3, discarded: [] });
  expect(await rotate({ discardLost: true })).toMatchObject({ sealed: 3, discarded: [] });
  expect((await rows()).find(({ name }) => name === 'tools')?.credentials).toBe('v1.x');
});

test('only an admin may', async () => {
  await startedWithSecrets();
  const before = keyIn(keyFile);
  await expect(rotateSecretKey({ actor: operator })).rejects.toMatchObject({ code: 'forbidden' });
  expect(keyIn(keyFile)).toBe(before);
  expect(await entries()).toMatchObject([{ outcome: 'refused' }]);
});

test('does not run while another process has the database open, and does once that has ended', async () => {
  await startedWithSecrets();
  const script = fileURLToPath(new URL('./hold-database.fixture.ts', import.meta.url));
  const holder = spawn(process.execPath, ['--import', 'tsx', script], { env: process.env });
  try {
    await once(holder.stdout, 'data');
    await expectUnchanged(() =>
      expect(rotate()).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('stop Vouch first'),
      }),
    );
  } finally {
    await ended(holder);
  }
  expect(await rotate()).toMatchObject({ outcome: 'rotated' });
  expect(await openedSecrets()).toEqual(storedSecrets);
});

test('nobody opens the database while it is in exclusive use, and everybody afterwards', async () => {
  const read = `new (require('better-sqlite3'))(process.argv[1], { timeout: 50 }).prepare('SELECT count(*) FROM settings').get()`;
  const open = () => run(process.execPath, ['-e', read, path.join(folder, 'vouch.db')]);
  await inExclusiveUse(async () => {
    await expect(open()).rejects.toThrow('database is locked');
    await db().setting.create({ data: { key: 'a', value: 1, updatedBy: 'test' } });
    await expect(open()).rejects.toThrow('database is locked');
  });
  await expect(open()).resolves.toMatchObject({ stderr: '' });
  const other = new Database(path.join(folder, 'vouch.db'));
  expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
  other.close();
});

test('stops at secrets that the key does not open, names them, and changes nothing', async () => {
  await startedWithSecrets();
  writeKey(keyFile, strayKey);
  await expectUnchanged(() =>
    expect(rotate()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('the server "payments"'),
    }),
  );
});

test('gives up what does not open only when told to, and nothing else', async () => {
  await startedWithSecrets();
  await db().mcpServer.update({ where: { name: 'payments' }, data: { credentials: 'v1.damaged' } });
  await expectUnchanged(() => expect(rotate()).rejects.toThrow(/the server "payments".*--discard-lost/));
  const discarded = ['server payments: credentials'];
  expect(await rotate({ discardLost: true })).toMatchObject({ outcome: 'rotated', sealed: 3, discarded });
  expect(await openedSecrets()).toEqual({
    ...storedSecrets,
    payments: { authValue: null, headers: { 'X-Key': 'first' } },
  });
  expect(await entries()).toMatchObject([{ after: { sealed: 3, discarded } }]);
});

test('makes a database usable again whose key is lost', async () => {
  await startedWithSecrets();
  rmSync(keyFile);
  await enterFolder(folder);
  await expectUnchanged(() => expect(rotate()).rejects.toThrow(/secret\.key is missing/));
  const { sealed, discarded } = await rotate({ discardLost: true });
  expect({ sealed, discarded: discarded.length }).toEqual({ sealed: 0, discarded: 4 });
  await enterFolder(folder);
  await expect(checkSecretKey()).resolves.toBeUndefined();
  expect(Object.values(await openedSecrets())).toEqual(Array(4).fill({ authValue: null, headers: {} }));
});

test('a key file that cannot be replaced is found out before anything is sealed', async () => {
  await startedWithSecrets();
  renameSync(keyFile, path.join(folder, 'elsewhere'));
  symlinkSync('elsewhere', keyFile);
  await expectUnchanged(() => expect(rotate()).rejects.toThrow(/cannot be replaced \(it is a symbolic link\)/));
});

test.runIf(process.getuid?.() === 0)('a key that root rotates still belongs to the user whose key it was', async () => {
  await startedWithSecrets();
  chownSync(keyFile, 12_345, 23_456);
  await rotate();
  expect(statSync(keyFile)).toMatchObject({ uid: 12_345, gid: 23_456 });
  rmSync(keyFile);
  chownSync(folder, 34_567, 45_678);
  await rotate({ discardLost: true });
  expect(statSync(keyFile)).toMatchObject({ uid: 34_567, gid: 45_678 });
});

test('from one variable to the next, and it says so when that was done before', async () => {
  vi.stubEnv('VOUCH_SECRET_KEY', oldKey);
  await startedWithSecrets();
  await expectUnchanged(() =>
    expect(rotate()).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('VOUCH_SECRET_KEY_NEXT'),
    }),
  );
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', newKey);
  const keyIn = 'VOUCH_SECRET_KEY_NEXT';
  expect(await rotate()).toEqual({ outcome: 'rotated', keyIn, sealed: 4, discarded: [] });
  await expectUnchanged(async () => expect(await rotate()).toMatchObject({ outcome: 'finished', keyIn }));
  vi.stubEnv('VOUCH_SECRET_KEY', newKey);
  await expectUnchanged(async () => expect(await rotate()).toMatchObject({ outcome: 'finished', keyIn }));
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', '');
  await expect(checkSecretKey()).resolves.toBeUndefined();
  expect(await openedSecrets()).toEqual(storedSecrets);
  expect(readdirSync(folder).filter((name) => name.startsWith('secret.key'))).toEqual([]);
});

test('from the file to a variable', async () => {
  await startedWithSecrets();
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', newKey);
  expect(await rotate()).toMatchObject({ outcome: 'rotated', keyIn: 'VOUCH_SECRET_KEY_NEXT' });
  await expect(checkSecretKey()).rejects.toThrow(/sealed with VOUCH_SECRET_KEY_NEXT/);
  vi.stubEnv('VOUCH_SECRET_KEY', newKey);
  await expect(checkSecretKey()).resolves.toBeUndefined();
  expect(await openedSecrets()).toEqual(storedSecrets);
});

test('a wrong variable is no way to another key', async () => {
  vi.stubEnv('VOUCH_SECRET_KEY', oldKey);
  await startedWithSecrets();
  vi.stubEnv('VOUCH_SECRET_KEY', strayKey);
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', newKey);
  await expectUnchanged(() => expect(rotate()).rejects.toThrow(/VOUCH_SECRET_KEY does not open the secrets of/));
});

async function ended(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null) await once(child, 'exit');
}
