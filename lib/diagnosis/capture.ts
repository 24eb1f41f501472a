import { observeTls } from '../mcp/connector';
import type { TlsObservation } from '../mcp/observer';
import { type Destination, openCaptureSocket } from '../trust/open-socket';
import type { ResolvedTrust } from '../trust/resolve';

const CAPTURE_MS = 5000;

/**
 * The chain as the server sends it, from a connection of its own that carries no request and no credential.
 * `where` holds the addresses that the failed connection was allowed to dial. Null when the server does not finish a
 * handshake within 5 s, or the caller gives up.
 */
export function captureChain(
  where: Destination,
  trust: ResolvedTrust,
  signal?: AbortSignal,
): Promise<TlsObservation | null> {
  return new Promise((resolve) => {
    const socket = openCaptureSocket(where, trust);
    const finish = (observation: TlsObservation | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(observation);
    };
    const giveUp = () => finish(null);
    const timer = setTimeout(giveUp, CAPTURE_MS);
    signal?.addEventListener('abort', giveUp, { once: true });
    socket.on('error', giveUp).on('close', giveUp);
    socket.once('secureConnect', () => finish(observeTls(socket)));
  });
}
