import type { z } from 'zod';
import type { Actor } from '../access/actor';
import type { Prisma } from '../db/generated/client';
import { currentClient } from '../db/transact';

/** What an admin set for the whole instance under this key, or null when nothing is set. Throws what the schema throws. */
export async function readSetting<S extends z.ZodType>(key: string, schema: S): Promise<z.output<S> | null> {
  const row = await currentClient().setting.findUnique({ where: { key } });
  return row === null ? null : schema.parse(row.value);
}

/** Stores a setting as part of a transaction. */
export async function writeSetting(
  transaction: Prisma.TransactionClient,
  { key, value, actor }: { key: string; value: object; actor: Actor },
): Promise<void> {
  const data = { value: value as Prisma.InputJsonObject, updatedBy: actor.name };
  await transaction.setting.upsert({ where: { key }, create: { key, ...data }, update: data });
}
