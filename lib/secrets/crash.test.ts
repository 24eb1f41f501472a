import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { systemActor } from '../access/actor';
import { checkSecretKey } from '../db/check-secret-key';
import { db } from '../db/client';
import { migrateDatabase } from '../db/migrate';
import { enterFolder, enterNewFolder, openedSecrets, storedSecrets, storeSecrets } from './data-folder.fixture';
import { rotateSecretKey } from './rotate';

const SIDE_BY_SIDE = 2;
const script = fileURLToPath(new URL('./rotate-process.fixture.ts', import.meta.url));

afterEach(async () => {
  await db().$disconnect();
  vi.unstubAllEnvs();
});

interface Ended {
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function rotateInProcess(folder: string, env: object, dieBefore?: number): Promise<Ended> {
  const args = ['--import', 'tsx', script, ...(dieBefore === undefined ? [] : [String(dieBefore)])];
  const own = { ...process.env, ...env, VOUCH_DATA_DIR: folder, DATABASE_URL: `file:${path.join(folder, 'vouch.db')}` };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env: own }, (_error, stdout, stderr) =>
      resolve({ signal: child.signalCode, stdout, stderr }),
    );
  });
}

/** A data folder whose database was closed by a Vouch that stopped. */
async function folderWithSecrets(): Promise<string> {
  const folder = await enterNewFolder();
  await checkSecretKey();
  await storeSecrets();
  await db().$disconnect();
  return folder;
}

function copyOf(folder: string, suffix: string): string {
  cpSync(folder, `${folder}-${suffix}`, { recursive: true });
  return `${folder}-${suffix}`;
}

/** What a start of Vouch does, and what it then sees. */
async function startIn(folder: string) {
  await enterFolder(folder);
  await migrateDatabase();
  await checkSecretKey();
  const rotations = await db().auditEntry.count({ where: { action: 'secrets.rotate' } });
  return { secrets: await openedSecrets(), rotations };
}

const keyIn = (folder: string) => readFileSync(path.join(folder, 'secret.key'), 'utf8');
const keyFilesIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('secret.key'));

async function stepsOf(folder: string, env = {}): Promise<string[]> {
  const { stdout, stderr } = await rotateInProcess(copyOf(folder, 'whole'), env);
  expect(stderr).toBe('');
  return JSON.parse(stdout).steps;
}

interface Killed {
  step: number;
  label: string;
  copy: string;
}

/** Kills a rotation before the steps with these numbers, in a copy of the folder each, a few side by side. */
async function killBefore(numbers: number[], folder: string, steps: string[], env = {}): Promise<Killed[]> {
  const killed: Killed[] = [];
  for (let from = 0; from < numbers.length; from += SIDE_BY_SIDE) {
    const some = numbers.slice(from, from + SIDE_BY_SIDE).map(async (step) => {
      const label = `before step ${step}, ${steps[step]}`;
      const copy = copyOf(folder, `killed-${step}`);
      const { signal, stderr } = await rotateInProcess(copy, env, step);
      expect({ label, signal, stderr }).toEqual({ label, signal: 'SIGKILL', stderr: '' });
      return { step, label, copy };
    });
    killed.push(...(await Promise.all(some)));
  }
  return killed;
}

test('a rotation that is killed at any step loses no secret: the next start opens all, and so does another run', async () => {
  const folder = await folderWithSecrets();
  const steps = await stepsOf(folder);
  const before = keyIn(folder);
  const order = [
    /^PRAGMA journal_mode=DELETE/,
    /^PRAGMA synchronous=EXTRA/,
    /^linkSync secret\.key\.next\.draft secret\.key\.next/,
    /^fsyncSync/,
    /^BEGIN/,
    /^UPDATE mcp_servers SET credentials/,
    /^INSERT INTO audit_entries/,
    /^COMMIT/,
    /^renameSync secret\.key\.next secret\.key/,
    /^fsyncSync/,
    /^VACUUM/,
    /^PRAGMA journal_mode=WAL/,
  ];
  let found = -1;
  for (const pattern of order) {
    found = steps.findIndex((label, index) => index > found && pattern.test(label));
    expect(found, `${pattern} in ${steps.join('\n')}`).toBeGreaterThan(-1);
  }

  for (const { label, copy } of await killBefore([...steps.keys()], folder, steps)) {
    const rerun = copyOf(copy, 'rerun');
    const started = await startIn(copy);
    expect({ label, secrets: started.secrets }).toEqual({ label, secrets: storedSecrets });
    expect({ label, isNew: keyIn(copy) !== before }).toEqual({ label, isNew: started.rotations > 0 });

    const isOnlyToRename = started.rotations > 0 && keyFilesIn(rerun).includes('secret.key.next');
    await enterFolder(rerun);
    const { outcome } = await rotateSecretKey({ actor: systemActor });
    expect({ label, outcome }).toEqual({ label, outcome: isOnlyToRename ? 'finished' : 'rotated' });
    const after = await startIn(rerun);
    expect({ label, secrets: after.secrets }).toEqual({ label, secrets: storedSecrets });
    expect(after.rotations).toBeGreaterThan(0);
    expect(keyIn(rerun)).not.toBe(before);
    expect({ label, files: keyFilesIn(rerun) }).toEqual({ label, files: ['secret.key'] });
  }
}, 300_000);

test('a rotation to a key of the environment that is killed needs no more than the one of the two keys that opens all', async () => {
  const [old, next] = ['ab'.repeat(32), 'cd'.repeat(32)];
  vi.stubEnv('VOUCH_SECRET_KEY', old);
  const folder = await folderWithSecrets();
  const env = { VOUCH_SECRET_KEY: old, VOUCH_SECRET_KEY_NEXT: next };
  const steps = await stepsOf(folder, env);
  const commit = steps.indexOf('COMMIT');
  for (const { step, label, copy } of await killBefore([commit - 1, commit, commit + 1], folder, steps, env)) {
    vi.stubEnv('VOUCH_SECRET_KEY', step > commit ? next : old);
    expect({ label, secrets: (await startIn(copyOf(copy, 'start'))).secrets }).toEqual({
      label,
      secrets: storedSecrets,
    });
    vi.stubEnv('VOUCH_SECRET_KEY', old);
    vi.stubEnv('VOUCH_SECRET_KEY_NEXT', next);
    await enterFolder(copy);
    const { outcome } = await rotateSecretKey({ actor: systemActor });
    expect({ label, outcome }).toEqual({ label, outcome: step > commit ? 'finished' : 'rotated' });
    vi.stubEnv('VOUCH_SECRET_KEY', next);
    vi.stubEnv('VOUCH_SECRET_KEY_NEXT', '');
    expect({ label, secrets: (await startIn(copy)).secrets }).toEqual({ label, secrets: storedSecrets });
  }
}, 300_000);
