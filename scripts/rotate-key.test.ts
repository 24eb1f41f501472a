import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, inject, test } from 'vitest';
import { checkSecretKey } from '../lib/db/check-secret-key';
import { db } from '../lib/db/client';
import { readEnv } from '../lib/env';
import {
  enterFolder,
  enterNewFolder,
  openedSecrets,
  storedSecrets,
  storeSecrets,
} from '../lib/secrets/data-folder.fixture';

let folder: string;
let keyFile: string;
beforeEach(async () => {
  folder = await enterNewFolder();
  keyFile = path.join(folder, 'secret.key');
  await checkSecretKey();
  await storeSecrets();
  await db().$disconnect();
});

function rotateKey(args: string[] = [], env = {}) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [tool, script] = scripts['rotate-key'].split(' ');
  expect(tool).toBe('tsx');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

async function startAgain(): Promise<typeof storedSecrets> {
  await enterFolder(folder);
  await checkSecretKey();
  return openedSecrets();
}

test('the command rotates the key, says what to do next, and shows no key', async () => {
  const before = readFileSync(keyFile, 'utf8');
  const { status, stdout, stderr } = rotateKey();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^Rotated: 4 secrets are sealed with a new key\.\nThe new key is in .*secret\.key: back it up/,
  );
  expect(readFileSync(keyFile, 'utf8')).not.toBe(before);
  expect(stdout).not.toMatch(/[0-9a-f]{64}/);
  expect(await startAgain()).toEqual(storedSecrets);
});

test('a refusal is one line and an exit code, and the way out of it is an option', async () => {
  rmSync(keyFile);
  const refused = rotateKey();
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^The key .*secret\.key is missing, .*--discard-lost.*\n$/);
  const { status, stdout } = rotateKey(['--discard-lost']);
  expect(status).toBe(0);
  expect(stdout).toContain('Removed, because no key opens it: server payments: credentials\n');
  expect((await startAgain()).payments).toEqual({ authValue: null, headers: {} });
});

test('to another variable it says which to change', () => {
  const env = { VOUCH_SECRET_KEY_NEXT: 'cd'.repeat(32) };
  const next = /Now set VOUCH_SECRET_KEY to the value of VOUCH_SECRET_KEY_NEXT/;
  expect(rotateKey([], env)).toMatchObject({ status: 0, stdout: expect.stringMatching(next) });
  expect(rotateKey([], env)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Already done:/) });
});

test('makes no database where there is none', () => {
  const empty = path.join(mkdtempSync(path.join(inject('testRoot'), 'empty-')), 'data');
  const { status, stderr } = rotateKey([], { VOUCH_DATA_DIR: empty, DATABASE_URL: '' });
  expect(status).toBe(1);
  expect(stderr).toContain(`There is no database at ${path.join(empty, 'vouch.db')}: set VOUCH_DATA_DIR`);
  expect(existsSync(empty)).toBe(false);
});

test('an option that is none stops it', () => {
  const before = readFileSync(keyFile, 'utf8');
  expect(rotateKey(['--force'])).toMatchObject({
    status: 1,
    stderr: '--force is not an option. There is one: --discard-lost\n',
  });
  expect(readFileSync(path.join(readEnv().dataDir, 'secret.key'), 'utf8')).toBe(before);
});
