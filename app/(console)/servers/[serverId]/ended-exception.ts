import type { ServerDetail } from '@/lib/servers/dto';
import type { TrustDescription } from '@/lib/trust/describe';

/** That an exception from verification has ended: told until a check has followed the one that reports it. */
export function endedException(detail: Pick<ServerDetail, 'last_report'>, trust: TrustDescription): string | null {
  const trail = [...trust.trust.trail, ...(detail.last_report?.trust.trail ?? [])];
  return trail.find(({ input }) => input === 'server.ssl_verify_until')?.note ?? null;
}
