'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import type { EgressRecord, EgressTrial } from '@/lib/egress/dto';
import { tryEgress as attempt } from '@/lib/egress/try';
import { updateEgress as update } from '@/lib/egress/update';
import { type Result, toResult } from '@/lib/result';

/** `madeTo`: `updated_at` of the rules that were changed; null where there were none. */
export async function updateEgress(
  input: unknown,
  madeTo: unknown,
): Promise<Result<{ record: EgressRecord; warnings: string[] }>> {
  const changed = madeTo === null ? null : String(madeTo);
  const result = await toResult(async () => update({ actor: await actionActor(), input, madeTo: changed }));
  if (result.ok) revalidatePath('/settings/egress');
  return result;
}

/** Looks a name up; dials nothing. */
export async function tryEgress(input: unknown): Promise<Result<EgressTrial>> {
  return toResult(async () => attempt({ actor: await actionActor(), input }));
}
