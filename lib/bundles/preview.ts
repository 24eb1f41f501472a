import type { X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { inParallel } from '../checks/in-parallel';
import { statusOf } from '../checks/status-of';
import { db } from '../db/client';
import { runCheck } from '../diagnosis/check';
import type { FindingCode } from '../diagnosis/codes';
import { AppError } from '../errors';
import type { ServerStatus } from '../servers/dto';
import { parseInput } from '../servers/parse-input';
import { type ServerRow, withoutReport } from '../servers/row';
import { targetOf } from '../servers/target';
import { bundleContent } from './bundle-content';
import { writeCandidateFile } from './bundle-file';
import { bundleNotFound } from './bundle-not-found';
import { certificateRecord } from './certificate-record';
import { contentColumns } from './content-columns';
import type { PreviewedState, ReplacementPreview } from './dto';
import { readSource } from './read-source';
import { bundleContentSchema } from './schema';
import { storedCertificates } from './stored-certificates';

const AT_ONCE = 8;

/** For all servers together; who waits for a preview waits for all of it. */
const PREVIEW_MS = 60_000;

interface Options {
  actor: Actor;
  id: string;
  /** The certificates that would take the place of the present ones. */
  input: unknown;
  signal?: AbortSignal;
  /** How many of the servers were tested. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Runs a real connection test of every server of a bundle against the certificates that would take its place. Nothing is
 * saved. Throws AppError `bad_input` or `not_found`; rejects with the signal's reason when aborted.
 */
export const previewReplacement = verb(
  { name: 'bundles.preview', role: 'admin' },
  async ({ id, input, signal, onProgress }: Options): Promise<ReplacementPreview> => {
    const source = await readSource(parseInput(bundleContentSchema, input, 'a bundle'));
    const bundle = await db().caBundle.findUnique({
      where: { id },
      select: { pem: true, sha256: true, servers: { omit: withoutReport, orderBy: { name: 'asc' } } },
    });
    if (!bundle) throw bundleNotFound(id);
    const content = source ?? { form: 'pem' as const, certificates: [], warnings: [] };
    const present = storedCertificates(bundle);
    const states = await statesWith(content.certificates, bundle.servers, { signal, onProgress });
    return {
      ...bundleContent(content),
      added: notIn(content.certificates, present).map(certificateRecord),
      removed: notIn(present, content.certificates).map(certificateRecord),
      servers: bundle.servers.map((server, index) => ({
        server_id: server.id,
        server_name: server.name,
        before: {
          state: server.status as ServerStatus,
          code: server.healthCheckCode as FindingCode | null,
          reason: server.healthCheckError,
          checked_at: server.lastHealthCheck?.toISOString() ?? null,
        },
        after: states[index] ?? outOfTime,
      })),
    };
  },
);

const outOfTime: PreviewedState = { state: 'unknown', code: null, reason: 'not tested: there was no time left for it' };

async function statesWith(
  certificates: X509Certificate[],
  servers: ServerRow[],
  { signal, onProgress }: Pick<Options, 'signal' | 'onProgress'>,
): Promise<PreviewedState[]> {
  if (servers.length === 0) return [];
  const deadline = AbortSignal.timeout(PREVIEW_MS);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const file = await writeCandidateFile(contentColumns(certificates).pem);
  try {
    let done = 0;
    return await inParallel(servers, AT_ONCE, async (server) => {
      signal?.throwIfAborted();
      const state = either.aborted
        ? outOfTime
        : await stateWith(file, server, either).catch((error: unknown) => expected(error, deadline));
      done += 1;
      onProgress?.(done, servers.length);
      return state;
    });
  } finally {
    await rm(/* turbopackIgnore: true */ file, { force: true });
  }
}

async function stateWith(file: string, server: ServerRow, signal: AbortSignal): Promise<PreviewedState> {
  const target = { ...targetOf(server), ssl_verify: file, ca_bundle_id: null };
  const { report } = await runCheck({ target, signal });
  const { status, code, message } = statusOf(report);
  // The file is gone by the time anybody reads this.
  return { state: status, code, reason: message?.replaceAll(`the bundle ${file}`, 'the new certificates') ?? null };
}

/** Secrets that do not open must not take the answer for the other servers. */
function expected(error: unknown, deadline: AbortSignal): PreviewedState {
  if (error instanceof AppError) return { state: 'unknown', code: null, reason: error.message };
  if (deadline.aborted) return outOfTime;
  throw error;
}

function notIn(certificates: X509Certificate[], others: X509Certificate[]): X509Certificate[] {
  const known = new Set(others.map(({ fingerprint256 }) => fingerprint256));
  return certificates.filter(({ fingerprint256 }) => !known.has(fingerprint256));
}
