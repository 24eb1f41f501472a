import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  enterFolder,
  enterNewFolder,
  openedSecrets,
  storedSecrets,
  storeSecrets,
} from '../secrets/data-folder.fixture';
import { checkSecretKey } from './check-secret-key';
import { db } from './client';
import { promoteNextKey } from './next-key';
import { seal } from './seal';

const otherKey = 'ab'.repeat(32);
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

/** As a new process. */
async function start(): Promise<string> {
  await enterFolder(folder);
  return checkSecretKey().then(
    () => 'started',
    (error: Error) => error.message,
  );
}

const keyCheck = () => db().setting.findUnique({ where: { key: 'key_check' } });
const writeKey = (file: string, key: string) => writeFileSync(file, `${key}\n`, { mode: 0o600 });

test('the first start makes a key, and notes which one it is', async () => {
  expect(await start()).toBe('started');
  expect(existsSync(keyFile)).toBe(true);
  expect((await keyCheck())?.value).toEqual({ sealed: expect.stringMatching(/^v1\./) });
  const noted = await keyCheck();
  expect(await start()).toBe('started');
  expect(await keyCheck()).toEqual(noted);
});

test('stored secrets that open are no reason to stop', async () => {
  await start();
  await storeSecrets();
  expect(await start()).toBe('started');
  expect(await openedSecrets()).toEqual(storedSecrets);
});

test('another key stops the start even while no secret is stored', async () => {
  await start();
  vi.stubEnv('VOUCH_SECRET_KEY', otherKey);
  rmSync(keyFile);
  expect(await start()).toMatch(/^The key in VOUCH_SECRET_KEY is not the one that belongs to this database\./);
});

test('a lost key file stops the start instead of being replaced, even while no secret is stored', async () => {
  await start();
  const key = readFileSync(keyFile);
  rmSync(keyFile);
  expect(await start()).toMatch(/secret\.key is missing\. Nothing was changed\. Put back the secret\.key/);
  expect(existsSync(keyFile)).toBe(false);
  writeFileSync(keyFile, key, { mode: 0o600 });
  expect(await start()).toBe('started');
});

test('another key stops the start with what to do; the servers are named, their secrets are not', async () => {
  await start();
  await storeSecrets();
  rmSync(keyFile);
  writeKey(keyFile, otherKey);
  const message = await start();
  expect(message).toContain(`The key in ${keyFile} does not open the secrets of the server "`);
  for (const name of ['payments', 'search', 'tools'])
    expect(message.match(new RegExp(`"${name}"`, 'g'))).toHaveLength(1);
  expect(message).not.toContain('"open"');
  expect(message).toMatch(/Put back the secret\.key .* VOUCH_SECRET_KEY .* "npm run rotate-key -- --discard-lost"/);
  expect(message).not.toMatch(/token-of-payments|key-of-tools|first|second/);
  expect(readFileSync(keyFile, 'utf8')).toBe(`${otherKey}\n`);
});

test('a database from before the key was noted gets the note once everything opens, and not before', async () => {
  await storeSecrets();
  const key = readFileSync(keyFile, 'utf8').trim();
  rmSync(keyFile);
  writeKey(keyFile, otherKey);
  expect(await start()).toContain('does not open the secrets of');
  expect(await keyCheck()).toBeNull();
  writeKey(keyFile, key);
  expect(await start()).toBe('started');
  expect(await keyCheck()).not.toBeNull();
});

test('every secret is tried, not one: a single damaged one among a thousand is named', async () => {
  await start();
  const common = { url: 'https://a.example/mcp', transport: 'http' };
  await db().mcpServer.createMany({
    data: Array.from({ length: 1_100 }, (_, index) => {
      const id = `id-${String(index).padStart(4, '0')}`;
      return { ...common, id, name: `n${index}`, staticHeaders: seal('{}', { rowId: id, field: 'static_headers' }) };
    }),
  });
  expect(await start()).toBe('started');
  const stolen = await db().mcpServer.findUniqueOrThrow({ where: { id: 'id-0000' } });
  await db().mcpServer.update({ where: { id: 'id-1099' }, data: { staticHeaders: stolen.staticHeaders } });
  const message = await start();
  expect(message).toMatch(
    /^The key is the right one, but the secrets of the server "n1099" do not open: they were damaged/,
  );
});

test('many servers are counted, and ten of them named', async () => {
  await start();
  const data = Array.from({ length: 25 }, (_, index) => ({
    id: `id-${index}`,
    name: `n${index}`,
    credentials: 'v1.x',
  }));
  await db().mcpServer.createMany({
    data: data.map((row) => ({ ...row, url: 'https://a.example/mcp', transport: 'http' })),
  });
  expect((await start()).match(/the server "n\d+"/g)).toHaveLength(10);
  expect(await start()).toContain(' and 15 more do not open');
});

test('a server of the YAML file does not stop the start: its secrets are sealed anew from the file', async () => {
  await start();
  await storeSecrets();
  await db().mcpServer.updateMany({ data: { credentials: 'v1.x', isConfig: true } });
  expect(await start()).toBe('started');
});

test('a rotation that lacks only its last step is finished', async () => {
  await start();
  const first = readFileSync(keyFile, 'utf8').trim();
  rmSync(keyFile);
  writeKey(keyFile, otherKey);
  writeKey(nextFile, first);
  expect(await start()).toBe('started');
  expect(readFileSync(keyFile, 'utf8').trim()).toBe(first);
  expect(existsSync(nextFile)).toBe(false);
});

test('a rotation that has sealed nothing yet is left alone, whatever its key', async () => {
  await start();
  const key = readFileSync(keyFile);
  for (const content of [`${otherKey}\n`, 'half a k']) {
    writeFileSync(nextFile, content, { mode: 0o600 });
    expect(await start()).toBe('started');
    expect(readFileSync(keyFile).equals(key)).toBe(true);
    expect(readFileSync(nextFile, 'utf8')).toBe(content);
  }
});

test('a next key that does not open everything is not put in the place of a wrong one', async () => {
  await start();
  rmSync(keyFile);
  writeKey(keyFile, otherKey);
  writeKey(nextFile, 'cd'.repeat(32));
  expect(await start()).toContain('is not the one that belongs to this database');
  expect(readFileSync(keyFile, 'utf8').trim()).toBe(otherKey);
  expect(existsSync(nextFile)).toBe(true);
});

test('of two processes that finish a rotation, the second finds it done', async () => {
  writeKey(nextFile, otherKey);
  const next = Buffer.from(otherKey, 'hex');
  promoteNextKey(next);
  promoteNextKey(next);
  expect(readFileSync(keyFile, 'utf8').trim()).toBe(otherKey);
  expect(() => promoteNextKey(Buffer.alloc(32))).toThrow('changed by something else');
});

test('a finished rotation between two variables is told from a lost key', async () => {
  vi.stubEnv('VOUCH_SECRET_KEY', otherKey);
  await start();
  vi.stubEnv('VOUCH_SECRET_KEY', 'cd'.repeat(32));
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', otherKey);
  expect(await start()).toMatch(/sealed with VOUCH_SECRET_KEY_NEXT.*Set VOUCH_SECRET_KEY to that value/);
});

test('a variable that hides the right key in the data folder is named', async () => {
  await start();
  vi.stubEnv('VOUCH_SECRET_KEY', otherKey);
  expect(await start()).toContain(`sealed with the key in ${keyFile}, not with VOUCH_SECRET_KEY`);
});

test('no message holds a key', async () => {
  await start();
  const key = readFileSync(keyFile, 'utf8').trim();
  vi.stubEnv('VOUCH_SECRET_KEY', otherKey);
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', key);
  const messages = [await start()];
  vi.stubEnv('VOUCH_SECRET_KEY_NEXT', '');
  messages.push(await start());
  rmSync(keyFile);
  messages.push(await start());
  expect(new Set(messages).size).toBe(3);
  expect(messages.join()).not.toMatch(/[0-9a-f]{64}/);
});
