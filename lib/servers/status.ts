import type { ServerStatus } from './dto';

/** Sorts a list by what is broken. `status` and `status_order` are only ever written together. */
const statusOrders: Record<ServerStatus, number> = { failing: 0, degraded: 1, unknown: 2, healthy: 3 };

export function statusColumns(status: ServerStatus): { status: ServerStatus; statusOrder: number } {
  return { status, statusOrder: statusOrders[status] };
}
