import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/access/actor';
import { identify } from '@/lib/access/identify';
import { AppError } from '@/lib/errors';

/** Who asks; null for nobody who is known. */
export const currentActor = cache(async (): Promise<Actor | null> => (await identify(await headers()))?.actor ?? null);

interface Options {
  /** The page is about the person's own account: also for those who have to change their password first. */
  ownAccount?: boolean;
}

/** Who looks at this page. Whoever is not signed in, or has a temporary password, is sent to change that first. */
export async function screenActor({ ownAccount = false }: Options = {}): Promise<Actor> {
  const actor = await currentActor();
  if (!actor) redirect('/sign-in');
  if (actor.mustChangePassword && !ownAccount) redirect('/settings/account');
  return actor;
}

/** Who sent this action. Throws AppError `unauthorized`: what the form holds must not be lost to a redirect. */
export async function actionActor(): Promise<Actor> {
  const actor = await currentActor();
  if (!actor)
    throw new AppError('unauthorized', 'your session has ended: sign in again in another tab, then repeat this');
  return actor;
}
