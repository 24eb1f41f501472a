'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import { createBundle } from '@/lib/bundles/create';
import { describeBundleFile } from '@/lib/bundles/describe-file';
import { applyRepair as apply } from '@/lib/checks/apply-repair';
import { startRun } from '@/lib/checks/running';
import { testConnection as runTest } from '@/lib/checks/test-connection';
import type { Report, ToolSummary } from '@/lib/diagnosis/report';
import { AppError } from '@/lib/errors';
import type { Tool } from '@/lib/mcp/list-tools';
import { plainText } from '@/lib/plain-text';
import { type Result, toResult } from '@/lib/result';
import { createServer as create } from '@/lib/servers/create';
import type { ServerRecord } from '@/lib/servers/dto';
import { removeServer as remove } from '@/lib/servers/remove';
import { updateServer as update } from '@/lib/servers/update';
import { type StreamedCheck, streamCheck } from './check-stream';

export async function createServer(input: unknown): Promise<Result<{ id: string }>> {
  return saved(await toResult(async () => create({ actor: await actionActor(), input })));
}

/** `madeTo`: `updated_at` of the record the form was opened with. */
export async function updateServer(input: unknown, madeTo: unknown): Promise<Result<{ id: string }>> {
  return saved(await toResult(async () => update({ actor: await actionActor(), input, madeTo: String(madeTo) })));
}

/** Pages that the browser has kept show the record as it was: they are forgotten. */
function saved(result: Result<{ record: ServerRecord }>): Result<{ id: string }> {
  if (!result.ok) return result;
  revalidatePath('/', 'layout');
  return { ok: true, value: { id: result.value.record.server_id } };
}

export async function removeServer(id: unknown): Promise<Result<{ server_id: string }>> {
  return toResult(async () => remove({ actor: await actionActor(), id: String(id) }));
}

export type BundleContents = Awaited<ReturnType<typeof describeBundleFile>> & { path: string };

/** What a bundle file holds; reads that file and nothing else. */
export async function inspectBundle(path: unknown): Promise<BundleContents> {
  const text = typeof path === 'string' ? path.slice(0, 4096) : '';
  return { path: text, ...(await describeBundleFile({ actor: await actionActor(), path: text })) };
}

/** Streams a connection test. It stops when the reader leaves, or by `stopRun`. */
export async function testConnection(runId: unknown, input: unknown): Promise<AsyncIterable<StreamedCheck>> {
  const { signal, stop, end } = startRun(String(runId));
  return streamCheck({
    stop,
    run: async (send) => {
      try {
        const { report, tools } = await runTest({ actor: await actionActor(), input, signal, onEvent: send });
        send({ type: 'report', report, tools: tools.map(summarise) });
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof AppError)) throw error;
        send({ type: 'refused', error: { code: error.code, message: error.message, issues: error.issues } });
      } finally {
        end();
      }
    },
  });
}

/** Input schemas can be large, and the screen shows none. */
function summarise({ name, title, description }: Tool): ToolSummary {
  return {
    name: plainText(name),
    title: title ? plainText(title) : null,
    description: description ? plainText(description) : null,
  };
}

/** Carries a repair of the server's last report out, and tests again. `confirmed`: fingerprints that were compared. */
export async function applyRepair(
  serverId: unknown,
  repairId: unknown,
  confirmed: unknown,
): Promise<Result<{ changes: string[]; report: Report }>> {
  const input = { server_id: serverId, repair_id: repairId, confirmed };
  const result = await toResult(async () => apply({ actor: await actionActor(), input }));
  if (!result.ok) return result;
  revalidatePath('/', 'layout');
  const { changes, report } = result.value;
  return { ok: true, value: { changes, report } };
}

const MOST_NAMES = 50;

/** Makes the managed bundle that a repair asks for, for a server that is not saved yet; a taken name gets a number. */
export async function createRepairBundle(
  name: unknown,
  bundle: { pem: unknown; confirmed: unknown },
): Promise<Result<{ id: string; name: string }>> {
  const wanted = String(name).slice(0, 80);
  for (let number = 1; ; number += 1) {
    const input = { ...bundle, name: number === 1 ? wanted : `${wanted} ${number}` };
    const result = await toResult(async () => createBundle({ actor: await actionActor(), input }));
    if (!result.ok && result.error.code === 'conflict' && number < MOST_NAMES) continue;
    if (!result.ok) return result;
    revalidatePath('/', 'layout');
    const { bundle_id, name } = result.value.record;
    return { ok: true, value: { id: bundle_id, name } };
  }
}
