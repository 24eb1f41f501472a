import { notFound } from 'next/navigation';
import { cache } from 'react';
import { screenActor } from '@/app/_access/actor';
import { completeReport } from '@/app/_components/doctor/complete-report';
import { AppError } from '@/lib/errors';
import { getServer } from '@/lib/servers/get';

/** The server of this address; the not-found page where there is none. Once a request, however often it is asked for. */
export const loadServer = cache(async (id: string) => {
  try {
    const detail = await getServer({ actor: await screenActor(), id });
    return { ...detail, last_report: detail.last_report && completeReport(detail.last_report) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export type ServerParams = Promise<{ serverId: string }>;
