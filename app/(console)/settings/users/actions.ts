'use server';

import { revalidatePath } from 'next/cache';
import { actionActor } from '@/app/_access/actor';
import { createUser as create } from '@/lib/accounts/create-user';
import type { UserRecord } from '@/lib/accounts/dto';
import { removeUser as remove } from '@/lib/accounts/remove-user';
import { resetPassword as reset } from '@/lib/accounts/reset-password';
import { updateUser as update } from '@/lib/accounts/update-user';
import { type Result, toResult } from '@/lib/result';

const PAGE = '/settings/users';

/** The temporary password is in this answer alone: no page is ever rendered with it. */
export async function createUser(input: unknown): Promise<Result<{ record: UserRecord; temporary_password: string }>> {
  return forgetting(await toResult(async () => create({ actor: await actionActor(), input })));
}

export async function updateUser(id: unknown, input: unknown): Promise<Result<UserRecord>> {
  return forgetting(await toResult(async () => update({ actor: await actionActor(), id: String(id), input })));
}

export async function resetPassword(id: unknown): Promise<Result<{ temporary_password: string }>> {
  return forgetting(await toResult(async () => reset({ actor: await actionActor(), id: String(id) })));
}

export async function removeUser(id: unknown): Promise<Result<{ user_id: string }>> {
  return forgetting(await toResult(async () => remove({ actor: await actionActor(), id: String(id) })));
}

function forgetting<T>(result: Result<T>): Result<T> {
  if (result.ok) revalidatePath(PAGE);
  return result;
}
