import type { McpAuth } from '../mcp/auth-headers';
import type { Era } from '../mcp/open';
import type { ServerTrust } from '../trust/resolve';

/** Everything a check needs to know of a server, saved or not. Secrets are in the clear here and nowhere in the report. */
export type CheckTarget = ServerTrust &
  McpAuth & {
    id: string | null;
    url: string;
    transport: 'http' | 'sse';
    static_headers: Record<string, string>;
    /** For the whole conversation, in ms. */
    timeout_ms: number;
    era: Era | null;
  };
