'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import type { Retention } from '@/lib/audit/retention-schema';
import { updateRetention as update } from '@/lib/audit/update-retention';
import { type Result, toResult } from '@/lib/result';

export async function updateRetention(input: unknown): Promise<Result<Retention>> {
  const result = await toResult(async () => update({ actor: await actionActor(), input }));
  if (result.ok) revalidatePath('/settings/audit');
  return result;
}
