import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { AppError } from '../errors';
import { auditedKey } from './audited-key';

/** Revokes an API key: its next request is refused. Throws AppError `not_found`. */
export const removeKey = verb(
  { name: 'keys.remove', role: 'admin', writes: true },
  async ({ actor, id }: { actor: Actor; id: string }): Promise<{ key_id: string }> =>
    transact(async (transaction) => {
      const row = await transaction.apiKey.findUnique({ where: { id }, omit: { sha256: true } });
      if (!row) throw keyNotFound(id);
      await transaction.apiKey.delete({ where: { id }, select: { id: true } });
      const subject = { type: 'api_key', id, name: row.name };
      await appendAudit(transaction, { actor, action: 'keys.remove', subject, before: auditedKey(row) });
      return { key_id: id };
    }),
);

function keyNotFound(id: string): AppError {
  const message = `there is no API key with id "${id.slice(0, 200)}"`;
  return new AppError('not_found', message, { issues: [{ path: ['key_id'], message, type: 'not_found' }] });
}
