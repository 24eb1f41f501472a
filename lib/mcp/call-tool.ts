import type { CallToolResult } from '@modelcontextprotocol/client';
import { resolveTrust, type ServerTrust } from '../trust/resolve';
import { ConnectFailure } from './connector';
import { McpFailure } from './failure';
import { openMcp } from './open';
import { mcpTargetOf, type ServerTarget } from './server-target';

/**
 * Runs one tool on a server, over a conversation of its own. The result may itself say `isError`.
 * Throws McpFailure when the server cannot be talked to, TrustError when its trust decision cannot be carried out.
 */
export async function callTool(
  target: ServerTrust & ServerTarget,
  name: string,
  args: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<CallToolResult> {
  const trust = await resolveTrust(target);
  try {
    const connection = await openMcp(mcpTargetOf(target), trust, { signal });
    try {
      return (await connection.run((client) => client.callTool({ name, arguments: args }))) as CallToolResult;
    } finally {
      void connection.close();
    }
  } catch (error) {
    throw error instanceof ConnectFailure ? connectionProblem(error) : error;
  }
}

/** The check tells these apart; a call only says where to look. */
function connectionProblem(failure: ConnectFailure): McpFailure {
  if (failure.cause instanceof McpFailure) return failure.cause;
  if (failure.stage === 'tls') {
    return new McpFailure(
      'tls_handshake_failed',
      `No TLS connection to ${failure.host}: Test connection tells the cause.`,
      failure,
    );
  }
  return new McpFailure(
    'connection_refused',
    `No connection to ${failure.host}: Test connection tells the cause.`,
    failure,
  );
}
