import { z } from 'zod';
import type { Prisma } from './generated/client';
import { isOpenedBy, seal } from './seal';

const KEY = 'key_check';
const schema = z.object({ sealed: z.string() });

/** A known value, sealed: it tells a wrong key even while no secret is stored. `absent` before the first start that writes it. */
export async function checkKey(
  client: Prisma.TransactionClient,
  key: Buffer | null,
): Promise<'open' | 'closed' | 'absent'> {
  const row = await client.setting.findUnique({ where: { key: KEY } });
  if (row === null) return 'absent';
  const sealed = schema.safeParse(row.value).data?.sealed ?? '';
  return key !== null && isOpenedBy(sealed, { rowId: KEY, field: 'key_check' }, key) ? 'open' : 'closed';
}

export async function writeKeyCheck(client: Prisma.TransactionClient, key: Buffer): Promise<void> {
  const data = { value: { sealed: seal('vouch', { rowId: KEY, field: 'key_check' }, key) }, updatedBy: 'vouch' };
  await client.setting.upsert({ where: { key: KEY }, create: { key: KEY, ...data }, update: data });
}
