import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { databaseFile } from '../db/data-dir';
import { type HashedEntry, hashOf } from './hash';
import { copyOfDatabase, emptyLog, tamper, write } from './stored-log.fixture';
import { verifyAudit } from './verify';

const COUNT = 12;
const hashes: Record<number, string> = {};

beforeAll(async () => {
  emptyLog();
  for (let index = 1; index <= COUNT; index += 1) {
    await write({
      subject: { type: 'server', id: `s${index}`, name: `server ${index}` },
      before: { url: 'https://a.example/', timeout_ms: 1 },
      after: { url: 'https://b.example/', nested: { b: [1, { z: null }], a: 'é\u0000🔑' } },
      detail: index % 2 ? null : `number ${index}`,
    });
  }
  for (const { seq, hash } of await db().auditEntry.findMany()) hashes[seq] = hash;
});
afterAll(() => db().$disconnect());

/** What is found in a copy of the log after this SQL. */
async function found(sql: string, noted?: { seq: number; hash: string }) {
  const file = await copyOfDatabase();
  tamper(file, sql);
  const { broken, entries } = await verifyAudit({ file, noted });
  return broken ? [broken.reason, broken.seq, entries] : ['whole', null, entries];
}

const head = (seq: number) => ({ seq, hash: hashes[seq] ?? '' });

/** Gives an entry the hash that its content, changed by `change`, has. */
function rehash(file: string, seq: number, change: Partial<HashedEntry>): void {
  const database = new Database(file);
  // biome-ignore lint/suspicious/noExplicitAny: a row as SQLite has it
  const row: any = database.prepare('SELECT * FROM audit_entries WHERE seq = ?').get(seq);
  const hash = hashOf({
    seq,
    at: new Date(row.at),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address,
    action: row.action,
    outcome: row.outcome,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    detail: row.detail,
    before: JSON.parse(row.before),
    after: JSON.parse(row.after),
    previousHash: row.previous_hash,
    ...change,
  });
  database.prepare('UPDATE audit_entries SET hash = ? WHERE seq = ?').run(hash, seq);
  database.close();
}

describe('a log that nobody touched', () => {
  it('is whole, with its first and last entry and the hash that stands for all', async () => {
    expect(await verifyAudit({ file: databaseFile() })).toEqual({
      entries: COUNT,
      first: 1,
      head: head(COUNT),
      cut: null,
      broken: null,
    });
  });

  it('is whole with every entry of it as the one that was noted', async () => {
    for (const seq of [1, 5, COUNT]) expect(await found('', head(seq))).toEqual(['whole', null, COUNT]);
  });

  it('is whole when it is empty', async () => {
    const sql = "DELETE FROM audit_entries; DELETE FROM sqlite_sequence WHERE name = 'audit_entries'";
    expect(await found(sql)).toEqual(['whole', null, 0]);
  });

  it('is whole over more entries than are in memory at a time', async () => {
    const file = await copyOfDatabase();
    tamper(file, "DELETE FROM audit_entries; DELETE FROM sqlite_sequence WHERE name = 'audit_entries'");
    const database = new Database(file);
    const insert = database.prepare(`INSERT INTO audit_entries
      (seq, at, actor_kind, actor_name, action, outcome, previous_hash, hash) VALUES (?, ?, 'user', 'a', 'b', 'done', ?, ?)`);
    const at = new Date('2026-01-01T00:00:00.000Z');
    let previousHash = '0'.repeat(64);
    database.exec('BEGIN');
    for (let seq = 1; seq <= 2_500; seq += 1) {
      const empty = {
        actorId: null,
        address: null,
        subjectType: null,
        subjectId: null,
        subjectName: null,
        detail: null,
      };
      const said = { actorKind: 'user', actorName: 'a', action: 'b', outcome: 'done', before: null, after: null };
      const hash = hashOf({ seq, at, previousHash, ...empty, ...said });
      insert.run(seq, '2026-01-01T00:00:00.000+00:00', previousHash, hash);
      previousHash = hash;
    }
    database.exec('COMMIT');
    database.close();
    expect(await verifyAudit({ file })).toMatchObject({ entries: 2_500, head: { seq: 2_500 }, broken: null });
    tamper(file, "UPDATE audit_entries SET detail = 'x' WHERE seq = 2001");
    expect((await verifyAudit({ file })).broken).toMatchObject({ reason: 'content_changed', seq: 2001 });
  });
});

describe('a log that somebody with the file changed', () => {
  it.each([
    ["at = '2020-01-01T00:00:00.000+00:00'"],
    ["at = replace(at, 'T', ' ')"],
    ["at = 'yesterday'"],
    ['at = 0'],
    ["actor_kind = 'system'"],
    ["actor_id = 'somebody-else'"],
    ['actor_id = NULL'],
    ["actor_name = 'somebody else'"],
    ["address = '198.51.100.1'"],
    ["action = 'servers.list'"],
    ["outcome = 'refused'"],
    ["subject_type = 'bundle'"],
    ["subject_id = 's9'"],
    ["subject_name = 'another'"],
    ["detail = 'harmless'"],
    ["detail = CAST('number 6' AS BLOB)"],
    ['before = NULL'],
    ["before = '{}'"],
    ["before = 'not json'"],
    ["after = json_set(after, '$.nested.b[1].z', 0)"],
    ["after = json_remove(after, '$.url')"],
    [`hash = '${'a'.repeat(64)}'`],
    ["hash = ''"],
  ])('is broken at the entry with %s', async (change) => {
    expect(await found(`UPDATE audit_entries SET ${change} WHERE seq = 6`)).toEqual(['content_changed', 6, 5]);
  });

  it('is whole while JSON says the same in other words', async () => {
    const spaced = "UPDATE audit_entries SET before = replace(before, ',', ' ,  ') WHERE seq = 6";
    expect(await found(spaced)).toEqual(['whole', null, COUNT]);
  });

  it('is broken after an entry that was changed with a hash to match', async () => {
    const file = await copyOfDatabase();
    tamper(file, "UPDATE audit_entries SET detail = 'harmless' WHERE seq = 6");
    rehash(file, 6, { detail: 'harmless' });
    const { broken, head } = await verifyAudit({ file });
    expect([broken?.reason, broken?.seq, head?.seq]).toEqual(['previous_changed', 7, 6]);
  });

  it('is broken at an entry that names another one before it, with a hash to match', async () => {
    const file = await copyOfDatabase();
    const previousHash = 'b'.repeat(64);
    tamper(file, `UPDATE audit_entries SET previous_hash = '${previousHash}' WHERE seq = 1`);
    rehash(file, 1, { previousHash });
    expect((await verifyAudit({ file })).broken).toMatchObject({ reason: 'previous_changed', seq: 1 });
  });

  it('is broken where entries are missing, or stand in each other’s place', async () => {
    expect(await found('DELETE FROM audit_entries WHERE seq = 6')).toEqual(['missing', 7, 5]);
    expect(await found('DELETE FROM audit_entries WHERE seq BETWEEN 4 AND 9')).toEqual(['missing', 10, 3]);
    const swap = `UPDATE audit_entries SET seq = -4 WHERE seq = 4; UPDATE audit_entries SET seq = 4 WHERE seq = 5;
      UPDATE audit_entries SET seq = 5 WHERE seq = -4`;
    expect(await found(swap)).toEqual(['content_changed', 4, 3]);
    const closed = 'DELETE FROM audit_entries WHERE seq = 6; UPDATE audit_entries SET seq = seq - 1 WHERE seq > 6';
    expect(await found(closed)).toEqual(['content_changed', 6, 5]);
  });

  it('is broken where it starts elsewhere', async () => {
    expect(await found('DELETE FROM audit_entries WHERE seq = 1')).toEqual(['starts_elsewhere', 2, 0]);
    expect(await found('DELETE FROM audit_entries WHERE seq <= 5')).toEqual(['starts_elsewhere', 6, 0]);
    expect(await found('UPDATE audit_entries SET seq = -1 WHERE seq = 12')).toEqual(['starts_elsewhere', -1, 0]);
  });

  it('is broken where a cut was made that no entry tells of', async () => {
    const at = '2026-01-01T00:00:00.000+00:00';
    const cut = (seq: number) =>
      `INSERT INTO audit_cuts (seq, hash, at) SELECT seq, hash, '${at}' FROM audit_entries WHERE seq = ${seq};
       DELETE FROM audit_entries WHERE seq <= ${seq};`;
    expect(await found(cut(5))).toEqual(['cut_untold', null, 7]);
    expect(await found(cut(COUNT))).toEqual(['cut_untold', null, 0]);
    expect(await found(`${cut(5)} UPDATE audit_cuts SET hash = '${hashes[4]}'`)).toEqual(['previous_changed', 6, 0]);
    expect(await found(`${cut(5)} UPDATE audit_cuts SET seq = 4`)).toEqual(['starts_elsewhere', 6, 0]);
  });

  it('is broken where its end was cut off', async () => {
    const end = 'DELETE FROM audit_entries WHERE seq > 9;';
    const carefully = `${end} UPDATE sqlite_sequence SET seq = 9 WHERE name = 'audit_entries'`;
    expect(await found(end)).toEqual(['end_missing', null, 9]);
    expect(await found(carefully)).toEqual(['whole', null, 9]);
    expect(await found(carefully, head(9))).toEqual(['whole', null, 9]);
    expect(await found(carefully, head(10))).toEqual(['head_missing', null, 9]);
    expect(await found(carefully, head(COUNT))).toEqual(['head_missing', null, 9]);
  });

  it('is broken where it is another log, whole in itself, than the one that was noted', async () => {
    expect(await found('', { seq: 7, hash: 'c'.repeat(64) })).toEqual(['head_changed', 7, 6]);
  });

  it('says in words where and why', async () => {
    const file = await copyOfDatabase();
    tamper(file, 'DELETE FROM audit_entries WHERE seq IN (6, 7)');
    expect((await verifyAudit({ file })).broken?.message).toBe('follows entry 5: 6 to 7 are missing');
  });
});

describe('a file without a log', () => {
  it.each<[string, (folder: string) => string, RegExp]>([
    ['that does not exist', (folder) => path.join(folder, 'none.db'), /There is no database at .*none\.db/],
    ['that is a folder', (folder) => folder, /There is no database/],
    [
      'that is no database',
      (folder) => {
        writeFileSync(path.join(folder, 'text.db'), 'not a database, and long enough to look at'.repeat(50));
        return path.join(folder, 'text.db');
      },
      /text\.db cannot be read: file is not a database/,
    ],
    [
      'of a Vouch before there was one',
      (folder) => {
        new Database(path.join(folder, 'old.db')).exec('CREATE TABLE mcp_servers (id)').close();
        return path.join(folder, 'old.db');
      },
      /old\.db has no audit log: Vouch makes one/,
    ],
  ])('%s is said to be one', async (_name, make, message) => {
    const folder = path.join(path.dirname(databaseFile()), 'unreadable');
    mkdirSync(folder, { recursive: true });
    await expect(verifyAudit({ file: make(folder) })).rejects.toThrow(message);
  });
});
