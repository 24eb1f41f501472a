import type { X509Certificate } from 'node:crypto';
import type { CheckedAddress } from '../trust/open-socket';

export interface TlsObservation {
  protocol: string | null;
  cipher: string | null;
  authorized: boolean;
  authorizationError: string | null;
  /** As the server sent it, in wire order. */
  chain: X509Certificate[];
}

export interface ResponseObservation {
  status: number;
  contentType: string | null;
  url: URL;
  /** Target of a redirect, when there is one. */
  location: URL | null;
  /** The first 2 KiB of the body of an answer that is not 2xx, once it was read. */
  text: string;
}

/**
 * Is told what happens on the connections of one MCP conversation, in the order it happens. Durations are in ms.
 * Only the first connection is told about; later ones share its fate or fail the conversation by themselves.
 */
export interface ConnectionObserver {
  resolving?(): void;
  resolved?(addresses: CheckedAddress[], durationMs: number): void;
  connecting?(): void;
  connected?(to: { address: string; port: number }, durationMs: number): void;
  securing?(): void;
  secured?(tls: TlsObservation, durationMs: number): void;
  responded?(response: ResponseObservation): void;
}
