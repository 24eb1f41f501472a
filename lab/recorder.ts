import { createServer, type RequestListener, type Server } from 'node:http';
import { answerLegacyMcp } from './legacy-mcp';
import { listen } from './listen';

/** An MCP server on both loopback addresses that counts the connections that reach it. */
export interface Recorder {
  port: number;
  hasIpv6: boolean;
  readonly reached: number;
  /** The count so far, which starts again. */
  take(): number;
  close(): Promise<void>;
}

const answerMcp: RequestListener = (request, response) => {
  void answerLegacyMcp(request, response, (method) =>
    method === 'tools/list' ? { result: { tools: [] } } : undefined,
  );
};

export async function startRecorder(answer: RequestListener = answerMcp): Promise<Recorder> {
  let reached = 0;
  const counted = () => createServer(answer).on('connection', () => (reached += 1));
  const { port, close } = await listen(counted());
  const ipv6 = await listenOnIpv6(counted(), port);
  return {
    port,
    hasIpv6: ipv6 !== null,
    get reached() {
      return reached;
    },
    take() {
      const count = reached;
      reached = 0;
      return count;
    },
    async close() {
      ipv6?.closeAllConnections();
      await Promise.all([close(), new Promise((resolve) => (ipv6 ? ipv6.close(resolve) : resolve(null)))]);
    },
  };
}

function listenOnIpv6(server: Server, port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6.
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(null);
      else reject(error);
    });
    server.listen({ host: '::1', port }, () => resolve(server));
  });
}
