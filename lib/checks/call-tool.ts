import { z } from 'zod';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import type { FindingCode } from '../diagnosis/codes';
import { scrubResult } from '../diagnosis/scrub';
import { SecretMatcher } from '../diagnosis/secret-matcher';
import { secretsOf } from '../diagnosis/secrets-of';
import { AppError } from '../errors';
import { callTool } from '../mcp/call-tool';
import { McpFailure } from '../mcp/failure';
import { loadRow } from '../servers/load-row';
import { parseInput } from '../servers/parse-input';
import { texts } from '../servers/record-of';
import { serverNotFound } from '../servers/server-not-found';
import { targetOf } from '../servers/target';
import { TrustError } from '../trust/trust-error';

const callSchema = z.object({
  server_id: z.string({ error: 'server_id is a text' }).max(200, 'server_id is longer than 200 characters'),
  name: z
    .string({ error: 'name is the name of a tool' })
    .min(1, 'name is the name of a tool')
    .max(512, 'name is longer than 512 characters'),
  arguments: z.record(z.string(), z.unknown(), { error: 'arguments is an object' }).nullish(),
});

interface Options {
  actor: Actor;
  input: unknown;
  signal?: AbortSignal;
}

type ToolCall =
  | { ok: true; result: Awaited<ReturnType<typeof callTool>> }
  /** The server could not be asked. */
  | { ok: false; error: { code: FindingCode; message: string } };

/** Calls a tool of a saved server. Throws AppError `bad_input`, `not_found`, or `forbidden` for a tool not allowed. */
export const callServerTool = verb(
  { name: 'checks.call_tool', role: 'operator', writes: true },
  async ({ actor, input, signal }: Options): Promise<ToolCall> => {
    const call = parseInput(callSchema, input);
    const row = await loadRow(call.server_id);
    if (!row) throw serverNotFound(call.server_id);
    const allowed = texts(row.allowedTools);
    if (allowed.length > 0 && !allowed.includes(call.name)) {
      throw new AppError('forbidden', `"${call.name.slice(0, 100)}" is not among the allowed tools of "${row.name}"`);
    }
    // What a tool does is done elsewhere, so the entry comes first: a call is never without one.
    const subject = { type: 'server', id: row.id, name: row.name };
    await transact((transaction) =>
      appendAudit(transaction, { actor, action: 'checks.call_tool', subject, detail: call.name.slice(0, 200) }),
    );
    try {
      const target = targetOf(row);
      const result = await callTool(target, call.name, call.arguments ?? {}, signal);
      return { ok: true, result: scrubResult(result, new SecretMatcher(secretsOf(target))) };
    } catch (error) {
      if (!(error instanceof McpFailure || error instanceof TrustError)) throw error;
      return { ok: false, error: { code: error.code, message: error.message } };
    }
  },
);
