import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Entry } from './admit.mjs';
import type { TlsPair } from './tls-files.mjs';

export const LIMITS: Record<
  | 'handshakeTimeout'
  | 'headersTimeout'
  | 'requestTimeout'
  | 'connectionsCheckingInterval'
  | 'keepAliveTimeout'
  | 'maxConnections',
  number
>;

export function createFrontDoor(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: Entry & { tls?: TlsPair | null; limits?: typeof LIMITS },
): Server | TlsServer;
export function listen(server: Server | TlsServer, host: string, port: number): Promise<number>;
