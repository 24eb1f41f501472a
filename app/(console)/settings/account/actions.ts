'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import { changePassword as change } from '@/lib/accounts/change-password';
import { removeSession as remove } from '@/lib/accounts/remove-session';
import { signOutEverywhere as signOut } from '@/lib/accounts/sign-out-everywhere';
import { type Result, toResult } from '@/lib/result';

/** Pages that the browser has kept were for somebody with a temporary password: they are forgotten. */
export async function changePassword(input: unknown): Promise<Result<{ ended_sessions: number }>> {
  const result = await toResult(async () => change({ actor: await actionActor(), input }));
  if (result.ok) revalidatePath('/', 'layout');
  return result;
}

export async function removeSession(id: unknown): Promise<Result<{ session_id: string }>> {
  const result = await toResult(async () => remove({ actor: await actionActor(), id: String(id) }));
  if (result.ok) revalidatePath('/settings/account');
  return result;
}

export async function signOutEverywhere(): Promise<Result<{ ended: number }>> {
  return toResult(async () => signOut({ actor: await actionActor() }));
}
