import type { Prisma } from '../db/generated/client';
import type { EgressRules } from '../mcp/egress-rules';
import { egressRulesSchema } from './schema';

/** The key of the setting. */
export const EGRESS = 'egress';

export interface StoredRules {
  rules: EgressRules;
  /** null: nobody has set any. */
  updatedAt: string | null;
  updatedBy: string | null;
}

/** The rules as stored. Throws when they cannot be read: what an admin meant is then unknown, so nothing stands in for it. */
export async function storedRules(client: Pick<Prisma.TransactionClient, 'setting'>): Promise<StoredRules> {
  const row = await client.setting.findUnique({ where: { key: EGRESS } });
  if (!row) return { rules: { allow: [], deny: [] }, updatedAt: null, updatedBy: null };
  const parsed = egressRulesSchema.safeParse(row.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(' ') || 'value';
    throw new Error(
      `The egress rules in the database cannot be read (${place}: ${issue?.message}). Correct the row "${EGRESS}" of the table settings.`,
    );
  }
  return { rules: parsed.data, updatedAt: row.updatedAt.toISOString(), updatedBy: row.updatedBy };
}
