import { configActor } from '../access/actor';
import { appendAudit } from '../audit/append';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { transact } from '../db/transact';
import { connectionChanged } from '../servers/connection-changed';
import { endException } from '../servers/end-exception';
import { newColumns } from '../servers/new-columns';
import { noResult } from '../servers/no-result';
import { type ServerRow, withoutReport } from '../servers/row';
import { openSecrets, sameSecrets } from '../servers/stored-secrets';
import { ConfigFileError } from './config-error';
import type { ConfigServer } from './server-entry';

type Transaction = Prisma.TransactionClient;
type Columns = ReturnType<typeof newColumns>;

/**
 * Makes the read-only rows those of the file, all or none. A server that is reached as before keeps its last result.
 * Throws ConfigFileError when a server of the database has a name or id of the file, or a bundle does not exist.
 */
export async function mirrorServers(servers: ConfigServer[]): Promise<void> {
  if (servers.length === 0 && (await db().mcpServer.count({ where: { isConfig: true } })) === 0) return;
  await transact(async (transaction) => {
    await refuseClashes(transaction, servers);
    await refuseUnknownBundles(transaction, servers);
    const stored = await transaction.mcpServer.findMany({ where: { isConfig: true }, omit: withoutReport });
    const rows = await withoutEnded(transaction, stored);
    const wanted = new Set(servers.map(({ id }) => id));
    const gone = rows.filter(({ id }) => !wanted.has(id));
    if (gone.length > 0) await transaction.mcpServer.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
    const before = new Map(rows.map((row) => [row.id, row]));
    const changed: string[] = [];
    const added: Prisma.McpServerCreateManyInput[] = [];
    for (const { id, server, secrets } of servers) {
      const row = before.get(id);
      const columns = newColumns(id, server, secrets, configActor.name);
      if (!row)
        added.push({ id, ...columns, isConfig: true, createdBy: configActor.name, updatedBy: configActor.name });
      else if (await updateRow(transaction, row, columns, secrets)) changed.push(row.name);
    }
    for (let start = 0; start < added.length; start += 500) {
      await transaction.mcpServer.createMany({ data: added.slice(start, start + 500) });
    }
    await auditMirror(transaction, { added: added.map(namesOf), changed, removed: gone.map(namesOf) });
  });
}

/** An exception that has ended is no difference between the file and its rows: the file is read as verifying by then. */
async function withoutEnded(transaction: Transaction, stored: ServerRow[]): Promise<ServerRow[]> {
  const rows: ServerRow[] = [];
  for (const row of stored) rows.push(await endException(transaction, row));
  return rows;
}

const namesOf = ({ name }: { name: string }) => name;

async function auditMirror(transaction: Transaction, names: { added: string[]; changed: string[]; removed: string[] }) {
  if (Object.values(names).every((list) => list.length === 0)) return;
  const subject = { type: 'config', id: null, name: 'the YAML file' };
  await appendAudit(transaction, { actor: configActor, action: 'servers.mirror', subject, after: names });
}

async function updateRow(
  transaction: Transaction,
  row: ServerRow,
  columns: Columns,
  secrets: ConfigServer['secrets'],
): Promise<boolean> {
  const stored = readable(row);
  const isSame = stored !== null && sameSecrets(stored, secrets);
  const after = isSame ? { ...columns, credentials: row.credentials, staticHeaders: row.staticHeaders } : columns;
  const known = row as unknown as Record<string, unknown>;
  const isUnchanged = Object.entries(after).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(known[key]),
  );
  if (isUnchanged) return false;
  const isReachedAsBefore = stored !== null && !connectionChanged({ ...row, ...stored }, { ...after, ...secrets });
  const data = {
    ...after,
    ...(after.sslVerify === 'false' ? { endedException: Prisma.DbNull } : {}),
    ...(isReachedAsBefore ? {} : noResult),
    updatedBy: configActor.name,
  };
  await transaction.mcpServer.update({ where: { id: row.id }, data, select: { id: true } });
  return true;
}

/** Null for secrets sealed with a lost key: the file has them in plain form, so they are sealed anew. */
function readable(row: ServerRow) {
  try {
    return openSecrets(row);
  } catch {
    return null;
  }
}

/** A bundle that does not exist must not be taken for "no bundle": that would be another trust decision. */
async function refuseUnknownBundles(transaction: Transaction, servers: ConfigServer[]): Promise<void> {
  const rows = await transaction.caBundle.findMany({ select: { id: true } });
  const known = new Set(rows.map(({ id }) => id));
  const problems = servers.flatMap(({ server: { server_name: name, ca_bundle_id: id } }) =>
    id && !known.has(id) ? [`mcp_servers.${name}.ca_bundle_id: there is no bundle with id "${id}"`] : [],
  );
  if (problems.length > 0) throw new ConfigFileError(problems);
}

async function refuseClashes(transaction: Transaction, servers: ConfigServer[]): Promise<void> {
  const own = await transaction.mcpServer.findMany({ where: { isConfig: false }, select: { id: true, name: true } });
  const byName = new Map(own.map((row) => [row.name, row]));
  const byId = new Map(own.map((row) => [row.id, row]));
  const problems = servers.flatMap(({ id, server: { server_name: name } }) => {
    const row = byName.get(name) ?? byId.get(id);
    if (!row) return [];
    const same = row.name === name ? 'name' : 'id';
    return [
      `mcp_servers.${name} has the ${same} of the server "${row.name}" in the database (id ${row.id}): rename or delete one`,
    ];
  });
  if (problems.length > 0) throw new ConfigFileError(problems);
}
