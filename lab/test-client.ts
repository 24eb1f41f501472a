import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Agent, fetch as undiciFetch } from 'undici';

export interface ConnectedClient {
  client: Client;
  close(): Promise<void>;
}

/** A real MCP client whose only trust is `ca`. Rejects as the client does. */
export async function connectClient(
  server: { url: string; transport?: 'http' | 'sse' },
  ca?: string,
  headers: Record<string, string> = {},
): Promise<ConnectedClient> {
  const agent = new Agent({ connect: { ca } });
  const fetch = ((url, init) =>
    undiciFetch(String(url), { ...init, dispatcher: agent } as never)) as typeof globalThis.fetch;
  const options = { fetch, requestInit: { headers } };
  const url = new URL(server.url);
  const transport =
    server.transport === 'sse' ? new SSEClientTransport(url, options) : new StreamableHTTPClientTransport(url, options);
  const client = new Client({ name: 'lab-test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const close = async () => {
    await client.close();
    await agent.destroy();
  };
  try {
    await client.connect(transport, { timeout: 5_000 });
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close };
}
