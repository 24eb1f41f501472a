import { authHeaders, type McpAuth } from './auth-headers';
import type { Era, McpTarget } from './open';

/** A server as its record describes the conversation with it; secrets in the clear. */
export type ServerTarget = McpAuth & {
  url: string;
  transport: 'http' | 'sse';
  static_headers: Record<string, string>;
  /** For the whole conversation, in ms. */
  timeout_ms: number;
  era: Era | null;
};

/** The conversation to have with a server, its credentials turned into request headers. Pure. */
export function mcpTargetOf(server: ServerTarget): McpTarget {
  return {
    url: server.url,
    transport: server.transport,
    headers: authHeaders(server, server.static_headers),
    timeoutMs: server.timeout_ms,
    era: server.era,
  };
}
