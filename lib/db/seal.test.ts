import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, inject, test, vi } from 'vitest';
import { type SealContext, seal, unseal } from './seal';

const place: SealContext = { rowId: 'row-1', field: 'credentials' };
const secret = 'token-ĐßЖ-🔑';
let dataDir: string;
let keyFile: string;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(inject('testRoot'), 'seal-'));
  keyFile = path.join(dataDir, 'secret.key');
  vi.stubEnv('VOUCH_DATA_DIR', dataDir);
  return () => vi.unstubAllEnvs();
});

test('opens what it sealed, the empty text too', () => {
  expect(unseal(seal(secret, place), place)).toBe(secret);
  expect(unseal(seal('', place), place)).toBe('');
});

test('a sealed value shows nothing of the secret and never repeats', () => {
  const sealed = seal(secret, place);
  expect(sealed).toMatch(/^v1\.[\w-]+$/);
  expect(Buffer.from(sealed.slice(3), 'base64url').includes(secret)).toBe(false);
  expect(seal(secret, place)).not.toBe(sealed);
});

test.each([
  ['another row', { rowId: 'row-2', field: 'credentials' }],
  ['another field', { rowId: 'row-1', field: 'static_headers' }],
  ['a place whose joined names look alike', { rowId: '1', field: 'credentialsrow-' }],
])('does not open in %s', (_name, elsewhere) => {
  expect(() => unseal(seal(secret, place), elsewhere as SealContext)).toThrow(/does not open/);
});

test('does not open when a single bit was changed, wherever it is', () => {
  const bytes = Buffer.from(seal(secret, place).slice(3), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(() => unseal(`v1.${changed.toString('base64url')}`, place)).toThrow(/does not open/);
  }
});

test.each(['', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'plain-secret-value'])(
  'refuses %j without repeating it',
  (sealed) => {
    expect(() => unseal(sealed, place)).toThrow('The stored credentials of row-1 is not in the sealed format');
  },
);

test('does not open with another key, and the error says what to bring back', () => {
  vi.stubEnv('VOUCH_SECRET_KEY', 'ab'.repeat(32));
  const sealed = seal(secret, place);
  vi.stubEnv('VOUCH_SECRET_KEY', 'cd'.repeat(32));
  expect(() => unseal(sealed, place)).toThrow(/sealed with another key.*VOUCH_SECRET_KEY/);
});

test('a key from the environment leaves no key file', () => {
  vi.stubEnv('VOUCH_SECRET_KEY', 'ab'.repeat(32));
  seal(secret, place);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('the key file is made once, whole and for its owner only', () => {
  seal(secret, place);
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(keyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
});

test('refuses a key file of the wrong length without repeating it', () => {
  writeFileSync(keyFile, 'abcdef', { mode: 0o600 });
  const attempt = () => seal(secret, place);
  expect(attempt).toThrow(`The key file ${keyFile} does not hold 64 hexadecimal digits`);
  expect(attempt).not.toThrow('abcdef');
});

test('refuses a key file that every user may read', () => {
  writeFileSync(keyFile, 'ab'.repeat(32));
  chmodSync(keyFile, 0o604);
  expect(() => seal(secret, place)).toThrow(`${keyFile} is open to every user`);
});

test('processes that start together agree on one key', async () => {
  const script = fileURLToPath(new URL('./seal-process.fixture.ts', import.meta.url));
  const sealed = await Promise.all(
    Array.from({ length: 3 }, () =>
      output(spawn(process.execPath, ['--import', 'tsx', script], { env: { ...process.env } })),
    ),
  );
  expect(sealed.map((value) => unseal(value, place))).toEqual(['shared', 'shared', 'shared']);
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
});

async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => child.on('close', () => resolve(text)));
}
