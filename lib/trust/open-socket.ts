import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { captureOptions, connectionOptions } from './connection-options';
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
 */
export function openTlsSocket(destination: Destination, trust: ResolvedTrust, session?: Buffer): TLSSocket {
  return connectTls({ ...pinned(destination), ...connectionOptions(trust, destination.host), session });
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
