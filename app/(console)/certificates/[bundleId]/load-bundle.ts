import { notFound } from 'next/navigation';
import { cache } from 'react';
import { screenActor } from '@/app/_access/actor';
import { getBundle } from '@/lib/bundles/get';
import { AppError } from '@/lib/errors';

/** The bundle of this address; the not-found page where there is none. Once a request, however often it is asked for. */
export const loadBundle = cache(async (id: string) => {
  try {
    return await getBundle({ actor: await screenActor(), id });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export type BundleParams = Promise<{ bundleId: string }>;

export function bundleHref(id: string): string {
  return `/certificates/${encodeURIComponent(id)}`;
}
