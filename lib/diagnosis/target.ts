import type { ServerTarget } from '../mcp/server-target';
import type { ServerTrust } from '../trust/resolve';

/** Everything a check needs to know of a server, saved or not. Secrets are in the clear here and nowhere in the report. */
export type CheckTarget = ServerTrust & ServerTarget & { id: string | null };
