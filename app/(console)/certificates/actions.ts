'use server';

import { revalidatePath } from 'next/cache';
import { after } from 'next/server';
import { actionActor } from '@/app/_access/actor';
import { systemActor } from '@/lib/access/actor';
import { createBundle as create } from '@/lib/bundles/create';
import type { BundleContent, BundleRecord, ReplacementPreview } from '@/lib/bundles/dto';
import { previewReplacement as preview } from '@/lib/bundles/preview';
import { readBundleInput as read } from '@/lib/bundles/read-input';
import { removeBundle as remove } from '@/lib/bundles/remove';
import { replaceBundle as replace } from '@/lib/bundles/replace';
import { checkServers } from '@/lib/checks/check-servers';
import { inspectChain } from '@/lib/checks/inspect';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { type Result, toResult } from '@/lib/result';
import { type RunEvent, streamResult } from '../stream-result';

/** Parses certificates; saves nothing. */
export async function readCertificates(input: unknown): Promise<Result<BundleContent>> {
  return toResult(async () => read({ actor: await actionActor(), input }));
}

export interface SentChain extends BundleContent {
  /** "mcp.corp.example:443" */
  server: string;
}

/** The certificates that a server sends, in its order. */
export async function fetchChain(runId: unknown, address: unknown): Promise<AsyncIterable<RunEvent<SentChain>>> {
  return streamResult(runId, async ({ actor, signal }) => {
    const { tls, findings, subject } = await inspectChain({ actor, input: { address }, signal });
    const pem = tls?.chain.map((certificate) => certificate.pem).join('') ?? '';
    if (pem === '') {
      const [reason] = findings;
      throw new AppError('bad_input', reason ? `${reason.title}. ${reason.detail}` : `${subject} sent no certificate.`);
    }
    return { ...(await read({ actor, input: { pem } })), server: subject };
  });
}

export async function createBundle(input: unknown): Promise<Result<{ id: string }>> {
  return saved(await toResult(async () => create({ actor: await actionActor(), input })));
}

/**
 * `madeTo`: `updated_at` of the record that the changes were made to. Servers whose results the new certificates have
 * made void are checked once the answer is on its way.
 */
export async function replaceBundle(id: unknown, input: unknown, madeTo: unknown): Promise<Result<{ id: string }>> {
  const result = await toResult(async () =>
    replace({ actor: await actionActor(), id: String(id), input, madeTo: String(madeTo) }),
  );
  const unchecked = result.ok ? result.value.record.used_by.filter(({ state }) => state === 'unknown') : [];
  if (unchecked.length > 0) {
    const ids = unchecked.map(({ server_id }) => server_id);
    after(() =>
      checkServers({ actor: systemActor, ids }).catch((error) =>
        log.error('servers of a bundle were not checked', { error }),
      ),
    );
  }
  return saved(result);
}

export async function removeBundle(id: unknown): Promise<Result<{ bundle_id: string }>> {
  const result = await toResult(async () => remove({ actor: await actionActor(), id: String(id) }));
  if (result.ok) revalidatePath('/', 'layout');
  return result;
}

/** Tests every server of a bundle against other certificates; saves nothing. */
export async function previewReplacement(
  runId: unknown,
  replacement: { id: string; pem: string },
): Promise<AsyncIterable<RunEvent<ReplacementPreview>>> {
  const { id, pem } = { ...replacement };
  return streamResult(runId, (context) => preview({ id: String(id), input: { pem }, ...context }));
}

/** Pages that the browser has kept show the bundle as it was: they are forgotten. */
function saved(result: Result<{ record: BundleRecord }>): Result<{ id: string }> {
  if (!result.ok) return result;
  revalidatePath('/', 'layout');
  return { ok: true, value: { id: result.value.record.bundle_id } };
}
