import type { ServerStatus } from '@/lib/servers/dto';
import classes from './status-badge.module.css';
import { StatusShape } from './status-shape';

const words: Record<ServerStatus, string> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  failing: 'Failing',
  unknown: 'Unknown',
};

const shapes = { healthy: 'ok', degraded: 'warning', failing: 'failed', unknown: 'waiting' } as const;

export function StatusBadge({ status }: { status: ServerStatus }) {
  return (
    <span className={classes.badge} data-status={status}>
      <StatusShape shape={shapes[status]} />
      {words[status]}
    </span>
  );
}
