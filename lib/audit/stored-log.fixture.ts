import path from 'node:path';
import Database from 'better-sqlite3';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { databaseFile } from '../db/data-dir';
import { transact } from '../db/transact';
import { type AuditEvent, appendAudit } from './append';

/** Writes an entry, in a transaction of its own. */
export function write(event: Partial<AuditEvent> = {}): Promise<void> {
  return transact((transaction) => appendAudit(transaction, { actor: admin, action: 'servers.update', ...event }));
}

/** Writes so many entries at once; their hashes are none. */
export function fillLog(count: number): void {
  const database = new Database(databaseFile());
  database
    .prepare(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO audit_entries (seq, at, actor_kind, actor_id, actor_name, action, outcome, subject_type, subject_id,
        subject_name, detail, after, previous_hash, hash)
      SELECT i, strftime('%Y-%m-%dT%H:%M:%f+00:00', 1760000000 + i, 'unixepoch'), 'user', 'person-' || (i % 10),
        'person-' || (i % 10) || '@corp.example', CASE i % 3 WHEN 0 THEN 'servers.create' ELSE 'servers.update' END,
        CASE i % 50 WHEN 0 THEN 'refused' ELSE 'done' END, 'server', 'id-' || (i % 1000), 'server ' || (i % 1000),
        'number ' || i, json_object('url', 'https://a' || i || '.example/mcp'), '', '' FROM n`)
    .run(count);
  database.close();
}

let copies = 0;

/** The database as it is now, in a file that a test may damage. */
export async function copyOfDatabase(): Promise<string> {
  copies += 1;
  const file = path.join(path.dirname(databaseFile()), `copy-${copies}.db`);
  await db().$executeRawUnsafe(`VACUUM INTO '${file}'`);
  return file;
}

/** Runs SQL on a database file as somebody who has the file would, without the triggers that keep the log. */
export function tamper(file: string, sql: string): void {
  const database = new Database(file);
  const triggers = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  database.exec(sql);
  database.close();
}

/** Empties the log between two tests, which nothing but this can: the triggers are taken away meanwhile. */
export function emptyLog(): void {
  const database = new Database(databaseFile());
  const triggers = database
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all();
  database.exec('BEGIN IMMEDIATE');
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  database.exec("DELETE FROM audit_entries; DELETE FROM audit_cuts; DELETE FROM settings WHERE key = 'audit'");
  database.exec("DELETE FROM sqlite_sequence WHERE name IN ('audit_entries', 'audit_cuts')");
  for (const { sql } of triggers) database.exec(sql);
  database.exec('COMMIT');
  database.close();
}
