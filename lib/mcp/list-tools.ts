import type { Tool } from '@modelcontextprotocol/client';
import { McpFailure } from './failure';
import type { McpConnection } from './open';

export type { Tool };

/** Real servers offer a few hundred; each costs time in every check, and a line on the screen. */
export const MAX_TOOLS = 5_000;

/**
 * All tools of a server, over all pages (64 at most). Empty when the server does not offer tools at all.
 * Throws McpFailure: `response_too_large` over 5,000 tools.
 */
export async function listTools(connection: McpConnection): Promise<Tool[]> {
  if (!connection.client.getServerCapabilities()?.tools) return [];
  const { tools } = await connection.run((client) => client.listTools());
  if (tools.length > MAX_TOOLS) {
    throw new McpFailure('response_too_large', `The server lists more than ${MAX_TOOLS} tools.`);
  }
  return tools;
}
