import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { runCheck } from '../diagnosis/check';
import type { CheckEvent, Report } from '../diagnosis/report';
import type { CheckTarget } from '../diagnosis/target';
import { demandDisabling } from '../servers/disable-verification';
import { changedTarget, draftTarget, turnsVerificationOff } from '../servers/draft-target';
import { loadRow } from '../servers/load-row';
import { parseInput } from '../servers/parse-input';
import type { ServerRow } from '../servers/row';
import { draftSchema, type Transport, testSubjectSchema } from '../servers/schema';
import { serverNotFound } from '../servers/server-not-found';
import { targetOf } from '../servers/target';
import { unknownFields } from '../servers/unknown-fields';
import { checkLimit } from './check-limit';
import { knownCertificates } from './known-certificates';
import { recordCheck } from './record';

interface Options {
  actor: Actor;
  /** A draft, `{server_id}`, or both: then the draft's fields stand in for the saved ones. */
  input: unknown;
  signal?: AbortSignal;
  onEvent?: (event: CheckEvent) => void;
  /** What an absent `transport` of a draft means at this door. */
  defaults?: { transport: Transport };
}

type Check = Awaited<ReturnType<typeof runCheck>>;

interface TestedConnection {
  report: Report;
  tools: Check['tools'];
  /** Whether the result is now the saved server's last result. */
  recorded: boolean;
  warnings: string[];
}

/**
 * Runs the connection test, whatever it is asked for by. A result of a saved server as it is saved is recorded.
 * Throws AppError `bad_input`, `not_found` for an unknown id without a draft, or `forbidden` for a draft that turns
 * verification off, unless an admin tests it.
 */
export const testConnection = verb(
  { name: 'checks.test_connection', role: 'operator' },
  async ({ actor, input, signal, onEvent, defaults }: Options): Promise<TestedConnection> => {
    const { server_id: id } = parseInput(testSubjectSchema, input);
    const row = id ? await loadRow(id) : null;
    const given = input as Record<string, unknown>;
    const isDraft = Object.keys(draftSchema.shape).some((key) => key !== 'server_id' && given[key] !== undefined);
    // A new record may bring the id it will have; it is a draft like any other.
    if (id && !row && given.url === undefined) throw serverNotFound(id);
    const target = await targetFor(row, isDraft, { ...defaults, ...given }, given);
    if (isDraft && turnsVerificationOff(target, row)) {
      await demandDisabling(actor, { type: 'server', id: row?.id ?? null, name: row?.name ?? null });
    }
    const known = knownCertificates(row?.id ?? null);
    const { report, tools, era } = await checkLimit.run(() => runCheck({ target, signal, onEvent, known }), signal);
    const recorded = row !== null && !isDraft && !signal?.aborted && (await recordCheck({ row, report, era }));
    return { report, tools, recorded, warnings: unknownFields(input) };
  },
);

async function targetFor(
  row: ServerRow | null,
  isDraft: boolean,
  draft: object,
  changes: object,
): Promise<CheckTarget> {
  if (!row) return draftTarget(draft);
  return isDraft ? changedTarget(row, changes) : targetOf(row);
}
