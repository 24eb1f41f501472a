import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { appendAudit } from '../audit/append';
import { transact } from '../db/transact';
import { parseInput } from '../servers/parse-input';
import { auditedKey } from './audited-key';
import type { CreatedApiKey } from './dto';
import { hashKey, newKey, startOf } from './key-format';
import { keyRecord } from './key-record';
import { nameTaken } from './name-taken';
import { newKeySchema } from './schema';
import { unknownKeyFields } from './unknown-key-fields';

interface Options {
  actor: Actor;
  input: unknown;
}

/** Makes an API key; its text is in this answer and nowhere else. Throws AppError `bad_input`, or `conflict` when the name is taken. */
export const createKey = verb(
  { name: 'keys.create', role: 'admin', writes: true },
  async ({ actor, input }: Options): Promise<CreatedApiKey> => {
    const { name, role, expires_at } = parseInput(newKeySchema, input, 'an API key');
    const key = newKey();
    const data = {
      id: randomUUID(),
      name,
      start: startOf(key),
      sha256: hashKey(key),
      role,
      expiresAt: expires_at ?? null,
      createdBy: actor.name,
    };
    try {
      const row = await transact(async (transaction) => {
        const created = await transaction.apiKey.create({ data, omit: { sha256: true } });
        const subject = { type: 'api_key', id: created.id, name: created.name };
        await appendAudit(transaction, { actor, action: 'keys.create', subject, after: auditedKey(created) });
        return created;
      });
      return { record: keyRecord(row), key, warnings: unknownKeyFields(input) };
    } catch (error) {
      throw nameTaken(error, name);
    }
  },
);
