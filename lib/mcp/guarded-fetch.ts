import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
// biome-ignore lint/style/noRestrictedImports: the one place that decides what the process's own fetch goes through
import { Agent, type buildConnector, setGlobalDispatcher } from 'undici';
import { type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { abortable } from './abortable';
import { createConnector } from './connector';
import { McpFailure } from './failure';

/** To one origin at a time. */
const CONNECTIONS = 8;
const ORIGINS = 64;
/** Look-up, TCP and TLS together. */
const CONNECT_MS = 10_000;
const HEADERS_MS = 15_000;
/** Between two parts of a body. */
const BODY_MS = 15_000;
/** A connection with its one request, whatever it is busy with. */
const LIFE_MS = 60_000;
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/**
 * Sends everything that calls `fetch` in this process, libraries included, through the egress rules and the resolver:
 * each request on a connection of its own to checked addresses, each redirect too, trusted as a server with TLS
 * verification Default, but never without verification: it carries who may sign in. No proxy of the environment is used. The reason of a refusal is in the error's `cause`.
 */
export function installGuardedFetch(): void {
  const agent = new Agent({
    connect,
    connections: CONNECTIONS,
    maxOrigins: ORIGINS,
    // A connection that is kept would outlive a change of the rules.
    pipelining: 0,
    headersTimeout: HEADERS_MS,
    bodyTimeout: BODY_MS,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  setGlobalDispatcher(agent);
}

function connect(options: buildConnector.Options, callback: buildConnector.Callback): void {
  open(options).then(
    (socket) => callback(null, socket as TLSSocket),
    (error) => callback(error, null),
  );
}

async function open(options: buildConnector.Options): Promise<Socket> {
  const trust = await verifyingTrust();
  const connector = createConnector(trust, {});
  const opened = new Promise<Socket>((resolve, reject) => {
    connector.connect(options, (error, socket) => (socket ? resolve(socket) : reject(error)));
  });
  const deadline = AbortSignal.timeout(CONNECT_MS);
  try {
    return limited(await abortable(opened, deadline));
  } catch (error) {
    const late = new McpFailure('connection_timed_out', `No connection to ${options.hostname} in ${CONNECT_MS} ms.`);
    const reason = deadline.aborted ? late : (error as Error);
    connector.destroy(reason);
    throw reason;
  }
}

async function verifyingTrust(): Promise<ResolvedTrust> {
  const own = { ca_bundle_id: null, include_public_roots: false };
  const byDefault = await resolveTrust({ ...own, ssl_verify: null });
  return byDefault.decision.verify ? byDefault : resolveTrust({ ...own, ssl_verify: 'true' });
}

function limited(socket: Socket): Socket {
  const over = setTimeout(() => socket.destroy(new Error(`the connection took longer than ${LIFE_MS} ms`)), LIFE_MS);
  over.unref();
  return socket.once('close', () => clearTimeout(over));
}
