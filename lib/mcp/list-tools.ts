import type { Tool } from '@modelcontextprotocol/client';
import type { McpConnection } from './open';

export type { Tool };

/**
 * All tools of a server, over all pages (64 at most). Empty when the server does not offer tools at all.
 * Throws McpFailure.
 */
export async function listTools(connection: McpConnection): Promise<Tool[]> {
  if (!connection.client.getServerCapabilities()?.tools) return [];
  const { tools } = await connection.run((client) => client.listTools());
  return tools;
}
