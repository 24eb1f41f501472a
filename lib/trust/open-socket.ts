import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { captureOptions, connectionOptions } from './connection-options';
import { hasPassed } from './exception';
import type { ResolvedTrust } from './resolve';

export interface CheckedAddress {
  address: string;
  family: number;
}

export interface Destination {
  /** The URL's host name without brackets; what the certificate is compared with. */
  host: string;
  port: number;
  /** Addresses that passed the egress rules. Only these are dialled; the name is not looked up again. */
  addresses: CheckedAddress[];
}

/** Starts a TCP connection to the checked addresses, the fastest of them (RFC 8305). */
export function openTcpSocket(destination: Destination): Socket {
  return connectTcp(pinned(destination));
}

/**
 * Starts a TLS connection whose certificate must satisfy the decision before anything can be sent.
 * `session` resumes an earlier connection that did, to the same host under the same decision.
 * Verification that is off until then holds no longer: what is open is closed, what is begun later is refused.
 */
export function openTlsSocket(destination: Destination, trust: ResolvedTrust, session?: Buffer): TLSSocket {
  const { until } = trust.decision;
  // An earlier handshake says nothing any more once certificates are checked.
  const resumed = hasPassed(until, new Date()) ? undefined : session;
  const socket = connectTls({
    ...pinned(destination),
    ...connectionOptions(trust, destination.host),
    session: resumed,
  });
  return until ? closedAt(until, socket) : socket;
}

/** The longest that a timer takes; no conversation is nearly as long. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function closedAt(until: Date, socket: TLSSocket): TLSSocket {
  const left = until.getTime() - Date.now();
  if (left <= 0 || left > MAX_TIMER_MS) return socket;
  const ended = new Error('the exception from verification that this connection was made under has ended');
  const timer = setTimeout(() => socket.destroy(ended), left);
  timer.unref();
  return socket.once('close', () => clearTimeout(timer));
}

/** Starts a TLS connection for looking at the certificates only. The caller must send nothing on it. */
export function openCaptureSocket(destination: Destination, trust: ResolvedTrust): TLSSocket {
  return connectTls({ ...pinned(destination), ...captureOptions(trust, destination.host) });
}

function pinned({ host, port, addresses }: Destination) {
  // A host that is an address would be dialled without a look-up.
  if (isIP(host) && !addresses.some(({ address }) => address === host)) throw new RangeError(`${host} was not checked`);
  const lookup: LookupFunction = (_hostname, options, callback) => {
    const [first] = addresses;
    if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
  return { host, port, lookup, autoSelectFamily: true };
}
