import { z } from 'zod';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { createBundle } from '../bundles/create';
import { getBundle } from '../bundles/get';
import { removeBundle } from '../bundles/remove';
import { replaceBundle } from '../bundles/replace';
import { db } from '../db/client';
import { clientNames } from '../diagnosis/client-labels';
import type { Repair, Report } from '../diagnosis/report';
import { AppError } from '../errors';
import { loadRow } from '../servers/load-row';
import { parseInput, refuse } from '../servers/parse-input';
import type { ServerRow } from '../servers/row';
import { SECRET_SET } from '../servers/schema';
import { serverNotFound } from '../servers/server-not-found';
import { serverReadOnly } from '../servers/server-read-only';
import { updateServer } from '../servers/update';
import { redactUrl } from '../servers/url';
import { testConnection } from './test-connection';

const repairSchema = z.object({
  server_id: z.string().min(1),
  repair_id: z.string().min(1),
  confirmed: z.array(z.string()).max(50).default([]),
});

interface Options {
  actor: Actor;
  /** `server_id`, `repair_id` of its last report, `confirmed`: SHA-256 fingerprints that a person compared. */
  input: unknown;
  signal?: AbortSignal;
}

export interface AppliedRepair {
  /** What was changed, one sentence each. */
  changes: string[];
  /** The managed bundle that the server is verified against now; null when it is as before. */
  bundle: { bundle_id: string; name: string } | null;
  /** The connection test that was run afterwards. */
  report: Report;
}

interface Change {
  changes: string[];
  bundle: AppliedRepair['bundle'];
}

/**
 * Carries out a repair of a server's last report: makes or extends a managed bundle and sets the server to it, or
 * changes its URL; then tests again. The bundle comes from the stored report, never from the caller. Throws AppError
 * `not_found`, `read_only`, `conflict` when the report no longer offers it, `bad_input` when a fingerprint was not compared.
 */
export const applyRepair = verb(
  { name: 'checks.apply_repair', role: 'operator', writes: true },
  async ({ actor, input, signal }: Options): Promise<AppliedRepair> => {
    const { server_id, repair_id, confirmed } = parseInput(repairSchema, input, 'a repair');
    const row = await loadRow(server_id);
    if (!row) throw serverNotFound(server_id);
    if (row.isConfig) throw serverReadOnly(row.name);
    const repair = await offered(server_id, repair_id);
    refuseUncompared(repair, confirmed);
    const change = repair.url ? await takeUrl(actor, row, repair.url) : await takeBundle(actor, row, repair);
    const { report } = await testConnection({ actor, input: { server_id }, signal });
    return { changes: [...change.changes, outcome(report)], bundle: change.bundle, report };
  },
);

async function offered(serverId: string, repairId: string): Promise<Repair> {
  const row = await db().mcpServer.findUnique({ where: { id: serverId }, select: { lastReport: true } });
  const report = row?.lastReport as Partial<Report> | null | undefined;
  const repair = report?.repairs?.find(({ id }) => id === repairId);
  if (!repair) {
    throw new AppError(
      'conflict',
      'this repair is not part of the last test any more, so nothing was changed: test the connection again',
    );
  }
  if (repair.rehearsed || !(repair.bundle_pem || repair.ca_bundle_id || repair.url)) {
    throw new AppError('conflict', `"${repair.title}" is done where the server runs; Vouch cannot do it from here`);
  }
  return repair;
}

function refuseUncompared({ compare }: Repair, confirmed: string[]): void {
  const given = new Set(confirmed.map(bare));
  const open = compare.find(({ sha256 }) => !given.has(bare(sha256)));
  if (!open) return;
  const message = `compare the SHA-256 fingerprint ${open.sha256} of ${open.subject} with the one its owner gave you first`;
  throw refuse([{ path: ['confirmed'], message, type: 'custom' }]);
}

function bare(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase();
}

async function takeUrl(actor: Actor, row: ServerRow, repaired: string): Promise<Change> {
  // Only the host is taken over: the report hides secret parts of the URL. As marks, they are not sent to another host.
  const url = new URL(redactUrl(row.url, SECRET_SET));
  const before = url.hostname;
  url.hostname = new URL(repaired).hostname;
  await updateServer({ actor, input: { server_id: row.id, url: url.href } });
  return { changes: [`The URL says ${url.hostname} now, not ${before}.`], bundle: null };
}

async function takeBundle(actor: Actor, row: ServerRow, repair: Repair): Promise<Change> {
  const { bundle, change, undo } = await bundleFor(actor, row, repair);
  if (bundle.bundle_id === row.caBundleId) return { changes: [change], bundle };
  try {
    await updateServer({ actor, input: { server_id: row.id, ca_bundle_id: bundle.bundle_id } });
  } catch (error) {
    await undo();
    throw error;
  }
  const before = row.sslVerify === 'false' ? ' It is verified again.' : '';
  return { changes: [change, `"${row.name}" is verified against the bundle "${bundle.name}" now.${before}`], bundle };
}

interface ChosenBundle {
  bundle: { bundle_id: string; name: string };
  change: string;
  /** Takes back what was made for this. */
  undo: () => Promise<unknown>;
}

async function bundleFor(actor: Actor, row: ServerRow, repair: Repair): Promise<ChosenBundle> {
  const nothing = async () => {};
  if (repair.ca_bundle_id) {
    const { bundle_id, name } = await getBundle({ actor, id: repair.ca_bundle_id });
    return { bundle: { bundle_id, name }, change: `The bundle "${name}" was chosen from the library.`, undo: nothing };
  }
  const pem = repair.bundle_pem ?? '';
  const compared = repair.compare.map(({ sha256 }) => ({ sha256, server: row.name }));
  const own = row.caBundleId ? await getBundle({ actor, id: row.caBundleId }) : null;
  // A bundle that other servers use stays as it is: their trust is not for this repair to change.
  if (own?.used_by.every(({ server_id }) => server_id === row.id)) {
    const { record } = await replaceBundle({ actor, id: own.bundle_id, input: { pem, confirmed: compared } });
    const { bundle_id, name, certificate_count: count } = record;
    const held = count === 1 ? '1 certificate' : `${count} certificates`;
    return { bundle: { bundle_id, name }, change: `The bundle "${name}" holds ${held} now.`, undo: nothing };
  }
  const input = {
    name: await freeName(`${row.name} CA`),
    pem,
    confirmed: compared,
    notes: `Made by a repair: ${repair.title}`,
  };
  const { record } = await createBundle({ actor, input });
  const { bundle_id, name } = record;
  return {
    bundle: { bundle_id, name },
    change: `The bundle "${name}" was made. ${repair.detail}`,
    undo: () => removeBundle({ actor, id: bundle_id }),
  };
}

async function freeName(wanted: string): Promise<string> {
  const like = await db().caBundle.findMany({ where: { name: { startsWith: wanted } }, select: { name: true } });
  const taken = new Set(like.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(name)) return name;
  }
}

function outcome(report: Report): string {
  if (!report.ok) return `The connection test after that: ${report.error?.message ?? 'failed'}`;
  const refusing = report.clients.filter(({ verdict }) => verdict === 'reject').map(({ client }) => client);
  if (report.clients.length === 0 || refusing.length === report.clients.length)
    return 'The connection test succeeds now.';
  if (refusing.length === 0) return 'The connection test succeeds now, and every kind of client accepts the server.';
  return `The connection test succeeds now. Still refused by ${clientNames(refusing)}.`;
}
