import type { X509Certificate } from 'node:crypto';
import { createConnector } from '../mcp/connector';
import { destinationOf } from '../mcp/destination';
import { McpFailure } from '../mcp/failure';
import type { TlsObservation } from '../mcp/observer';
import type { CheckedAddress } from '../trust/open-socket';
import type { ResolvedTrust } from '../trust/resolve';
import { anchorSetOf } from './anchor-set';
import { causesOf } from './causes';
import { examine, examineAgainst, nothingSeen } from './examine';
import { judge } from './judge';
import type { KnownCertificates } from './known-certificates';
import type { Diagnosis, StageName } from './report';
import { reportCertificate, reportTls } from './tls-report';

const CONNECT_MS = 10_000;

interface Options {
  trust: ResolvedTrust;
  known: KnownCertificates;
  signal: AbortSignal | undefined;
}

/**
 * Examines the chain that a TLS server sends, whatever it serves: one handshake, over which nothing is sent. What keeps
 * it from being seen is a finding. 10 s at most for the connection. Rejects with the signal's reason when aborted.
 */
export async function inspectServer({ url, ...options }: Options & { url: URL }): Promise<Diagnosis> {
  const { trust, signal } = options;
  const seen = { addresses: [] as CheckedAddress[], tls: null as TlsObservation | null, stage: 'dns' as StageName };
  try {
    await connect(url, trust, seen, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const scene = { ...options, ...seen, url, timeoutMs: CONNECT_MS, isSecured: false, hasAnswer: false };
    const { findings, refusal } = await causesOf(error, scene);
    if (findings.length === 0) throw error;
    return { ...nothingSeen, tls: null, ...refusal, findings };
  }
  const { tls } = seen;
  if (!tls || tls.chain.length === 0) return { ...nothingSeen, tls: tls && reportTls(tls) };
  const where = destinationOf(url, seen.addresses);
  const examination = await examine({ ...options, chain: tls.chain, url, where, isRefused: false });
  return { ...examination, tls: { ...reportTls(tls), path: examination.nodes } };
}

function connect(
  url: URL,
  trust: ResolvedTrust,
  seen: { addresses: CheckedAddress[]; tls: TlsObservation | null; stage: StageName },
  signal: AbortSignal | undefined,
): Promise<void> {
  const connector = createConnector(trust, {
    resolved: (addresses) => Object.assign(seen, { addresses, stage: 'tcp' }),
    securing: () => Object.assign(seen, { stage: 'tls' }),
    secured: (tls) => Object.assign(seen, { tls }),
  });
  const { hostname, port, protocol } = url;
  return new Promise((resolve, reject) => {
    const stop = (reason: unknown) => {
      connector.destroy(reason as Error);
      reject(reason);
    };
    const onAbort = () => stop(signal?.reason);
    const timer = setTimeout(() => stop(new McpFailure('timed_out', 'no answer in time')), CONNECT_MS);
    signal?.addEventListener('abort', onAbort, { once: true });
    connector.connect({ hostname, port, protocol }, (error, socket) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket?.destroy();
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Examines a chain that nobody serves. Repairs are judged for every profile, but there is no handshake to prove them. */
export async function inspectPasted({
  chain,
  host,
  trust,
  known,
  signal,
}: Options & { chain: X509Certificate[]; host: string | null }): Promise<Diagnosis> {
  const set = await anchorSetOf(trust);
  const now = new Date();
  if (!set) return { ...nothingSeen, tls: null };
  const { clients } = await judge({ chain, anchors: set.anchors, host, now });
  const isRefused = clients.some(({ client, verdict }) => client === 'node-partial' && verdict === 'reject');
  const examination = await examineAgainst(set, { chain, host, url: null, where: null, isRefused, known, now, signal });
  return {
    ...examination,
    tls: {
      protocol: null,
      cipher: null,
      authorized: !isRefused,
      authorization_error: null,
      chain: chain.map(reportCertificate),
      path: examination.nodes,
    },
  };
}
