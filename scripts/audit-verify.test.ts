import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOfDatabase, tamper, write } from '@/lib/audit/stored-log.fixture';
import { db } from '@/lib/db/client';
import { databaseFile } from '@/lib/db/data-dir';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The command as npm runs it. */
function run(file: string, ...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/audit-verify.ts', ...args],
    { cwd: root, encoding: 'utf8', timeout: 60_000, env: { ...process.env, DATABASE_URL: `file:${file}` } },
  );
  return { code: status, out: stdout, error: stderr };
}

let hashes: string[];
beforeAll(async () => {
  for (let count = 0; count < 3; count += 1) await write();
  hashes = (await db().auditEntry.findMany({ orderBy: { seq: 'asc' } })).map(({ hash }) => hash);
});
afterAll(() => db().$disconnect());

it('says that the log is whole and which entry to note, while Vouch has the database open', () => {
  const { code, out, error } = run(databaseFile());
  expect([code, error]).toEqual([0, '']);
  expect(out).toBe(
    [
      'The audit log is whole: 3 entries, 1 to 3, each as it was written.',
      `Head: 3:${hashes[2]}`,
      'Note the head down elsewhere: with --head, this command tells later whether the end was cut off.',
      '',
    ].join('\n'),
  );
});

it('takes the head that was noted', async () => {
  expect(run(databaseFile(), '--head', `2:${hashes[1]?.toUpperCase()}`).code).toBe(0);
  const { code, out } = run(databaseFile(), `--head=4:${hashes[1]}`);
  expect(code).toBe(1);
  expect(out).toMatch(/^The audit log is broken: it ends at entry 3, and entry 4 was noted: its end was cut off\.\n/);
});

it('says where the log is broken, and leaves the file as it is', async () => {
  const file = await copyOfDatabase();
  tamper(file, "UPDATE audit_entries SET actor_name = 'somebody else' WHERE seq = 2");
  const before = readFileSync(file);
  const { code, out } = run(file);
  expect([code, out]).toEqual([
    1,
    'The audit log is broken: entry 2 was changed: its hash does not match its content.\nAs written: 1 entry, 1 to 1.\n',
  ]);
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('does not migrate: a database without a log is said to have none, and gets none', async () => {
  const file = await copyOfDatabase();
  tamper(file, 'DROP TABLE audit_entries; DROP TABLE audit_cuts; DELETE FROM _prisma_migrations');
  for (let count = 0; count < 2; count += 1) {
    const { code, out, error } = run(file);
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(/^The audit log was not checked\. .* has no audit log: Vouch makes one at its next start\n$/);
  }
});

it.each([
  [['--head', '3'], /--head is the number of an entry, ":" and its hash/],
  [['--head', `0:${'a'.repeat(64)}`], /--head is/],
  [['--head', `3:${'g'.repeat(64)}`], /--head is/],
  [['--haed', 'x'], /--haed/],
  [['3:abc'], /3:abc/],
])('refuses the arguments %j', (args, message) => {
  const { code, out, error } = run(databaseFile(), ...args);
  expect([code, out]).toEqual([2, '']);
  expect(error).toMatch(message);
});

it('refuses a database that is not there, and makes none', () => {
  const { code, error } = run(`${databaseFile()}.none`);
  expect(code).toBe(2);
  expect(error).toMatch(/^The audit log was not checked\. There is no database at .*none: set VOUCH_DATA_DIR/);
});
