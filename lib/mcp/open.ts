import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Agent } from 'undici';
import type { ResolvedTrust } from '../trust/resolve';
import { abortable } from './abortable';
import { boundedFetch } from './bounded-fetch';
import { createConnector } from './connector';
import { explainFailure } from './explain-failure';
import { McpFailure } from './failure';
import type { ConnectionObserver, ResponseObservation } from './observer';

export type Era = '2026-07-28' | 'legacy';

/** Whom to talk to, with what. `headers` carry the credentials. */
export interface McpTarget {
  url: string;
  transport: 'http' | 'sse';
  headers: Record<string, string>;
  /** For the whole conversation, in ms. */
  timeoutMs: number;
  /** What an earlier conversation settled on; saves a legacy server the probe. */
  era: Era | null;
}

export interface McpConnection {
  client: Client;
  era: Era;
  /** Aborted when the deadline passes, the caller gives up, or the server breaks a bound. */
  signal: AbortSignal;
  /** Runs one call; whatever goes wrong comes out as McpFailure, or as the caller's own abort reason. */
  run<T>(call: (client: Client) => Promise<T>): Promise<T>;
  /** Ends the conversation and its sockets. Never throws; takes at most a second. */
  close(): Promise<void>;
}

/** A legacy server keeps one answer open for its notifications, so one connection would wait for ever. */
const CONNECTIONS = 2;
const GOODBYE_MS = 1000;

/**
 * The one way to open an MCP client: streamable HTTP or SSE over the connections of a trust decision, the era
 * negotiated (server/discover, then initialize), everything under one deadline and one size bound.
 * Throws McpFailure, or ConnectFailure when no connection came about, or the reason of `signal`.
 */
export async function openMcp(
  target: McpTarget,
  trust: ResolvedTrust,
  { signal, observer = {} }: { signal?: AbortSignal; observer?: ConnectionObserver } = {},
): Promise<McpConnection> {
  const attempt = (era: Era | null) => openOnce({ ...target, era }, trust, signal, observer);
  const started = performance.now();
  try {
    return await attempt(target.era);
  } catch (error) {
    // A legacy server may answer the probe of the newer era with a 5xx, and one that was legacy may be so no longer.
    const other = retryEra(target, error);
    if (other === undefined || signal?.aborted) throw error;
    const timeoutMs = target.timeoutMs - (performance.now() - started);
    if (timeoutMs < 50) throw error;
    return openOnce({ ...target, era: other, timeoutMs }, trust, signal, observer).catch(() => {
      throw signal?.aborted ? signal.reason : error;
    });
  }
}

function retryEra(target: McpTarget, error: unknown): Era | null | undefined {
  if (target.transport === 'sse' || !(error instanceof McpFailure)) return undefined;
  if (target.era === 'legacy')
    return ['not_mcp', 'mcp_error', 'mcp_version_unsupported', 'http_error', 'http_not_found'].includes(error.code)
      ? null
      : undefined;
  return error.code === 'http_error' ? 'legacy' : undefined;
}

async function openOnce(
  target: McpTarget,
  trust: ResolvedTrust,
  outer: AbortSignal | undefined,
  observer: ConnectionObserver,
): Promise<McpConnection> {
  const url = new URL(target.url);
  const life = new AbortController();
  const end = (reason: unknown) => life.abort(reason);
  const timer = setTimeout(
    () => end(new McpFailure('timed_out', `No complete answer within ${target.timeoutMs} ms.`)),
    target.timeoutMs,
  );
  const onOuterAbort = () => end(outer?.reason);
  outer?.addEventListener('abort', onOuterAbort, { once: true });
  if (outer?.aborted) onOuterAbort();

  let last: ResponseObservation | null = null;
  const connector = createConnector(trust, observer);
  const agent = new Agent({ connect: connector.connect, connections: CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 });
  const fetch = boundedFetch({
    dispatcher: agent,
    origin: url.origin,
    headers: target.headers,
    signal: life.signal,
    observer: {
      ...observer,
      responded(response) {
        last = response;
        observer.responded?.(response);
      },
    },
    isGetOptional: target.transport === 'http',
    onBroken: end,
    // The SSE transport keeps the words of an error and loses the error.
    onFailed: (error) => {
      if (target.transport === 'sse') end(explainFailure(error, null));
    },
  });
  const transport =
    target.transport === 'sse'
      ? new SSEClientTransport(url, { fetch })
      : new StreamableHTTPClientTransport(url, {
          fetch,
          reconnectionOptions: {
            initialReconnectionDelay: 1000,
            maxReconnectionDelay: 1000,
            reconnectionDelayGrowFactor: 1,
            maxRetries: 0,
          },
        });
  const client = new Client(
    { name: 'vouch', version: '0.1.0' },
    { versionNegotiation: { mode: target.transport === 'sse' ? 'legacy' : 'auto' } },
  );

  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(timer);
    outer?.removeEventListener('abort', onOuterAbort);
    if (transport instanceof StreamableHTTPClientTransport && transport.sessionId && !life.signal.aborted) {
      await abortable(transport.terminateSession(), AbortSignal.timeout(GOODBYE_MS)).catch(() => undefined);
    }
    const gone = new Error('the conversation is over');
    end(gone);
    await client.close().catch(() => undefined);
    connector.destroy(gone);
    await agent.destroy(gone).catch(() => undefined);
  };
  const run = async <T>(call: (client: Client) => Promise<T>): Promise<T> => {
    try {
      return await abortable(call(client), life.signal);
    } catch (error) {
      throw life.signal.aborted ? life.signal.reason : explainFailure(error, last);
    }
  };

  try {
    const options = {
      timeout: target.timeoutMs + 1000,
      ...(target.era === 'legacy' && { prior: { kind: 'legacy' as const } }),
    };
    await run(() => client.connect(transport, options));
  } catch (error) {
    await close();
    throw error;
  }
  const era: Era = client.getProtocolEra() === 'modern' ? '2026-07-28' : 'legacy';
  return { client, era, signal: life.signal, run, close };
}
