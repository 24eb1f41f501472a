import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { type CheckedAddress, openTcpSocket, openTlsSocket } from '../trust/open-socket';
import type { ResolvedTrust } from '../trust/resolve';
import { bareHost } from './destination';
import type { ConnectionObserver, TlsObservation } from './observer';
import { resolveHost } from './resolve-host';

/** A connection that failed, with the stage it got to. `refused`: the handshake ended well, verification did not. */
export class ConnectFailure extends Error {
  readonly stage: 'dns' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly addresses: CheckedAddress[];
  readonly refused: string | null;

  constructor(
    stage: 'dns' | 'tcp' | 'tls',
    where: { host: string; port: number; addresses: CheckedAddress[] },
    refused: string | null,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ConnectFailure';
    this.stage = stage;
    this.host = where.host;
    this.port = where.port;
    this.addresses = where.addresses;
    this.refused = refused;
  }
}

export interface Connector {
  connect: buildConnector.connector;
  /** Ends the connections that are still being made; those that exist belong to the dispatcher. */
  destroy(reason: Error): void;
}

/** Makes undici's connections: look up, check, dial, secure; each step told to the observer for the first of them. */
export function createConnector(trust: ResolvedTrust, observer: ConnectionObserver): Connector {
  const pending = new Set<Socket>();
  let isFirst = true;
  let destroyed: Error | null = null;
  // Only within this conversation: a session from a verified connection to the same host spares the next one the chain.
  let session: Buffer | undefined;

  async function open(options: buildConnector.Options, tell: ConnectionObserver): Promise<Socket> {
    const host = bareHost(options.hostname);
    const isTls = options.protocol === 'https:';
    const port = Number(options.port || (isTls ? 443 : 80));
    const started = performance.now();
    tell.resolving?.();
    const addresses = await resolveHost(host).catch((cause) => {
      throw new ConnectFailure('dns', { host, port, addresses: [] }, null, cause);
    });
    if (destroyed) throw destroyed;
    const resolved = performance.now();
    tell.resolved?.(addresses, resolved - started);
    tell.connecting?.();
    const where = { host, port, addresses };
    const socket = isTls ? openTlsSocket(where, trust, session) : openTcpSocket(where);
    pending.add(socket);
    socket.once('session', (ticket: Buffer) => {
      session = ticket;
    });
    try {
      await dial(socket, isTls, where, resolved, tell);
    } finally {
      pending.delete(socket);
    }
    return socket;
  }

  return {
    connect(options, callback) {
      const tell = isFirst ? observer : {};
      isFirst = false;
      open(options, tell).then(
        (socket) => callback(null, socket as TLSSocket),
        (error) => callback(error, null),
      );
    },
    destroy(reason) {
      destroyed = reason;
      for (const socket of pending) socket.destroy(reason);
    },
  };
}

function dial(
  socket: Socket,
  isTls: boolean,
  where: { host: string; port: number; addresses: CheckedAddress[] },
  resolved: number,
  tell: ConnectionObserver,
): Promise<void> {
  let connected = 0;
  let remote: string | undefined;
  return new Promise((resolve, reject) => {
    // Thrown from a socket's event, an error would end the process.
    const orFail = (step: () => void) => () => {
      try {
        step();
      } catch (error) {
        socket.destroy(error as Error);
      }
    };
    const onConnect = orFail(() => {
      connected = performance.now();
      remote = socket.remoteAddress;
      socket.setNoDelay(true);
      tell.connected?.({ address: remote ?? '', port: where.port }, connected - resolved);
      if (!isTls) return done();
      tell.securing?.();
    });
    const onSecure = orFail(() => {
      tell.secured?.(observeTls(socket as TLSSocket), performance.now() - connected);
      done();
    });
    const onError = (error: Error) => {
      const refused = isTls ? ((socket as TLSSocket).authorizationError ?? null) : null;
      cleanUp();
      const dialled = connected ? { ...where, addresses: reached(where.addresses, remote) } : where;
      reject(new ConnectFailure(connected ? 'tls' : 'tcp', dialled, refused ? errorCode(refused) : null, error));
    };
    const onClose = () => onError(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    const cleanUp = () => {
      socket.off('connect', onConnect).off('secureConnect', onSecure).off('error', onError).off('close', onClose);
      // A late error of a socket that nobody listens to any more would end the process.
      socket.on('error', () => {});
    };
    const done = () => {
      cleanUp();
      resolve();
    };
    socket.on('connect', onConnect).on('secureConnect', onSecure).on('error', onError).on('close', onClose);
  });
}

/** Of several addresses the one that answered; all of them when that cannot be told. */
export function reached(addresses: CheckedAddress[], remote: string | undefined): CheckedAddress[] {
  const found = addresses.filter(({ address }) => address === remote);
  return found.length > 0 ? found : addresses;
}

function errorCode(error: unknown): string {
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? String(error));
}

/** What a TLS socket tells after its handshake. Once for a socket: Node hands the chain over and keeps none of it. */
export function observeTls(socket: TLSSocket): TlsObservation {
  const error = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher()?.standardName ?? null,
    authorized: socket.authorized,
    authorizationError: error ? errorCode(error) : null,
    chain: sentChain(socket),
  };
}

/** OpenSSL takes 100 KiB of certificates at most: no chain that is meant to be used comes near this. */
export const MAX_CHAIN = 100;

/** The chain as sent, in wire order, duplicates included. A hostile one may be long: the rest is left out. */
function sentChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = socket.getPeerX509Certificate(); next && chain.length < MAX_CHAIN; next = next.issuerCertificate)
    chain.push(next);
  return chain;
}
