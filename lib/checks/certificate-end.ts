import type { Report } from '../diagnosis/report';

/**
 * When the first certificate of the chain, as sent, ends; null where none is used (plain http). Undefined when the
 * check saw no chain: it says nothing about the one seen before.
 */
export function certificateEnd({ tls, server }: Pick<Report, 'tls' | 'server'>): Date | null | undefined {
  if (new URL(server.url).protocol === 'http:') return null;
  const ends = (tls?.chain ?? []).map(({ not_after }) => Date.parse(not_after)).filter(Number.isFinite);
  return ends.length > 0 ? new Date(Math.min(...ends)) : undefined;
}
