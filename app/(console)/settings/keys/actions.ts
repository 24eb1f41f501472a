'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import { createKey as create } from '@/lib/api-keys/create';
import type { CreatedApiKey } from '@/lib/api-keys/dto';
import { removeKey as remove } from '@/lib/api-keys/remove';
import { type Result, toResult } from '@/lib/result';

/** The key is in this answer alone: no page is ever rendered with it. */
export async function createKey(input: unknown): Promise<Result<CreatedApiKey>> {
  const result = await toResult(async () => create({ actor: await actionActor(), input }));
  if (result.ok) revalidatePath('/settings/keys');
  return result;
}

export async function removeKey(id: unknown): Promise<Result<{ key_id: string }>> {
  const result = await toResult(async () => remove({ actor: await actionActor(), id: String(id) }));
  if (result.ok) revalidatePath('/settings/keys');
  return result;
}
