import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What undici publishes for every `fetch` of the process whose connection did not come about. */
const CHANNEL = 'undici:client:connectError';

interface ConnectError {
  connectParams: { hostname: string };
  error: NodeJS.ErrnoException;
}

/**
 * Notes why connections to the host of a URL fail, until it is asked: what calls `fetch` in a library often says no more than
 * "fetch failed". Null when none has failed.
 */
export function watchConnections(url: string): () => string | null {
  const { hostname } = new URL(url);
  let reason: string | null = null;
  const note = (message: unknown) => {
    const { connectParams, error } = message as ConnectError;
    if (connectParams.hostname === hostname) reason = error.message || error.code || error.name;
  };
  subscribe(CHANNEL, note);
  return () => {
    unsubscribe(CHANNEL, note);
    return reason;
  };
}
