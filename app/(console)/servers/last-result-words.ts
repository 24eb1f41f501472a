import { titleOf } from '@/lib/diagnosis/titles';
import type { ServerListItem } from '@/lib/servers/dto';

/** Why a server is not healthy, in the width of a row. Of one that works here, who else refuses it. */
export function lastResultWords({
  state,
  health_check_code: code,
  health_check_error: error,
}: Pick<ServerListItem, 'state' | 'health_check_code' | 'health_check_error'>): string | null {
  return state === 'degraded' ? (error ?? titleOf(code)) : (titleOf(code) ?? error);
}
