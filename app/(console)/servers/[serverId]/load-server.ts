import { notFound } from 'next/navigation';
import { cache } from 'react';
import { consoleActor } from '@/lib/access/actor';
import { AppError } from '@/lib/errors';
import { getServer } from '@/lib/servers/get';

/** The server of this address; the not-found page where there is none. Once a request, however often it is asked for. */
export const loadServer = cache(async (id: string) => {
  try {
    return await getServer({ actor: consoleActor, id });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export type ServerParams = Promise<{ serverId: string }>;
