import type { FieldIssue } from '@/lib/errors';
import { asSentence } from './as-sentence';

export type Sent =
  | { ok: true }
  /** `status` is null when there was no answer. */
  | { ok: false; status: number | null; message: string; issues: Pick<FieldIssue, 'path' | 'message'>[] };

const NO_ANSWER = 'Vouch did not answer. Is it still running?';

/** Sends a request to Vouch's own REST, for what has to set or clear a cookie. Never throws. */
export async function sendJson(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Sent> {
  const headers = body ? { 'content-type': 'application/json' } : undefined;
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) }).catch(() => null);
  if (!answer) return { ok: false, status: null, message: NO_ANSWER, issues: [] };
  if (answer.ok) return { ok: true };
  return { ok: false, status: answer.status, ...refusalIn(await answer.json().catch(() => null)) };
}

/** From the two shapes of a refusal: one sentence, or one entry a field. */
function refusalIn(body: unknown): Pick<Extract<Sent, { ok: false }>, 'message' | 'issues'> {
  const detail = (body as { detail?: unknown } | null)?.detail;
  if (Array.isArray(detail)) {
    const issues = detail.map(({ loc, msg }) => ({ path: loc.slice(1), message: asSentence(String(msg)) }));
    return { message: issues.map(({ message }) => message).join(' '), issues };
  }
  const error = (detail as { error?: unknown } | undefined)?.error;
  return { message: typeof error === 'string' ? asSentence(error) : NO_ANSWER, issues: [] };
}
