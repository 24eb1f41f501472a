import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/access/actor';
import { identify } from '@/lib/access/identify';
import { AppError } from '@/lib/errors';

const whoAsks = cache(async () => (await identify(await headers()))?.actor ?? null);

/** Who looks at this page. Whoever is not signed in is sent to sign in. */
export async function screenActor(): Promise<Actor> {
  const actor = await whoAsks();
  if (!actor) redirect('/sign-in');
  return actor;
}

/** Who sent this action. Throws AppError `unauthorized`: what the form holds must not be lost to a redirect. */
export async function actionActor(): Promise<Actor> {
  const actor = await whoAsks();
  if (!actor)
    throw new AppError('unauthorized', 'your session has ended: sign in again in another tab, then repeat this');
  return actor;
}
