import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listening {
  port: number;
  /** Open at this moment. */
  readonly connections: number;
  /** Destroys every open connection and frees the port. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Port 0: an ephemeral one. */
export async function listen(server: Server, port = 0): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', ignore);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Clients of the lab leave in every possible way; none of them is an error here. */
export function ignore(): void {}
