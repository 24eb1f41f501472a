import { setImmediate } from 'node:timers/promises';
import { type Dispatcher, fetch, Headers, type RequestInfo, type RequestInit, Response } from 'undici';
import { McpFailure } from './failure';
import type { ConnectionObserver, ResponseObservation } from './observer';
import { ValueCounter } from './value-counter';

/** Decompressed bytes that one conversation may answer with. Real tool lists stay under 2 MiB. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/** JSON values in the same. Each costs time to parse and to check; real tool lists have a few ten thousand. */
export const MAX_RESPONSE_VALUES = 100_000;

const KEPT_TEXT_BYTES = 2048;

interface Options {
  dispatcher: Dispatcher;
  /** Requests go nowhere else: credentials are in the headers. */
  origin: string;
  headers: Record<string, string>;
  signal: AbortSignal;
  observer: ConnectionObserver;
  /** Whether a GET only carries notifications, so that losing it harms nobody. True for streamable HTTP. */
  isGetOptional: boolean;
  /** Called when an answer cannot be read to its end, or ends although the conversation goes on. */
  onBroken(failure: McpFailure): void;
  /** Called when no answer came about, with undici's error. */
  onFailed(error: unknown): void;
}

/**
 * A `fetch` for the MCP transports: over the dispatcher of the server's trust decision, to one origin, with bounded
 * answers. Redirects are handed back unfollowed. Rejects with undici's error, whose `cause` is the socket's.
 */
export function boundedFetch(options: Options): typeof globalThis.fetch {
  let bytes = 0;
  let values = 0;
  const count = (chunk: Uint8Array, counter: ValueCounter) => {
    bytes += chunk.byteLength;
    if (bytes > MAX_RESPONSE_BYTES) return `is larger than ${MAX_RESPONSE_BYTES / 1024 / 1024} MiB`;
    values += counter.count(chunk);
    return values > MAX_RESPONSE_VALUES ? `has more than ${MAX_RESPONSE_VALUES} values` : null;
  };
  const run = async (input: RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input));
    if (url.origin !== options.origin) {
      throw new McpFailure('http_redirect_refused', `The server points to ${url.origin}, which is another origin.`);
    }
    const headers = new Headers(options.headers);
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    const signal = init.signal ? AbortSignal.any([init.signal, options.signal]) : options.signal;
    const send = { ...init, headers, signal, dispatcher: options.dispatcher, redirect: 'manual' } as const;
    const response = await fetch(url, send).catch((error) => {
      if (!signal.aborted) options.onFailed(error);
      throw error;
    });
    const location = response.headers.get('location');
    const seen: ResponseObservation = {
      status: response.status,
      contentType: response.headers.get('content-type'),
      url,
      location: location && URL.canParse(location, url) ? new URL(location, url) : null,
      text: '',
    };
    // An answer to an optional GET comes at any time, and may be a refusal that explains nothing.
    const isGet = (init.method ?? 'GET') === 'GET';
    const isOptional = options.isGetOptional && isGet;
    if (!isOptional) options.observer.responded?.(seen);
    if (!response.body) return response;
    const onBroken = (failure: McpFailure) => {
      if (!isOptional || failure.code === 'response_too_large') options.onBroken(failure);
    };
    const isStream = isGet && !isOptional && response.ok && (seen.contentType ?? '').startsWith('text/event-stream');
    const body = bounded(response.body, { count, seen: response.ok ? null : seen, signal, onBroken, isStream });
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
  return run as unknown as typeof globalThis.fetch;
}

interface Bounds {
  /** What is too much about the conversation's answers with this chunk; null while nothing is. */
  count(chunk: Uint8Array, counter: ValueCounter): string | null;
  seen: ResponseObservation | null;
  signal: AbortSignal;
  onBroken(failure: McpFailure): void;
  /** Whether the answers of the conversation come in this body. */
  isStream: boolean;
}

function bounded(body: AsyncIterable<Uint8Array> & { cancel(reason?: unknown): Promise<void> }, bounds: Bounds) {
  const iterator = body[Symbol.asyncIterator]();
  const counter = new ValueCounter();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) {
          // undici frees the connection a moment after the last byte; without the wait the next request would open another.
          await setImmediate();
          if (bounds.isStream && !bounds.signal.aborted) {
            bounds.onBroken(new McpFailure('connection_reset', 'The server closed its event stream too early.'));
          }
          return controller.close();
        }
        const excess = bounds.count(value, counter);
        if (excess) throw new McpFailure('response_too_large', `The server's answer ${excess}.`);
        keepText(bounds.seen, value);
        controller.enqueue(value);
      } catch (error) {
        const failure = error instanceof McpFailure ? error : brokenBody(error);
        if (!bounds.signal.aborted) bounds.onBroken(failure);
        controller.error(failure);
        await iterator.return?.().catch(() => undefined);
      }
    },
    async cancel() {
      await iterator.return?.().catch(() => undefined);
    },
  });
}

function brokenBody(error: unknown): McpFailure {
  return new McpFailure('connection_reset', 'The server closed the connection in the middle of its answer.', error);
}

function keepText(seen: ResponseObservation | null, value: Uint8Array): void {
  if (!seen || seen.text.length >= KEPT_TEXT_BYTES) return;
  seen.text += Buffer.from(value)
    .toString('utf8')
    .slice(0, KEPT_TEXT_BYTES - seen.text.length);
}
