import { startRun } from '@/lib/checks/running';
import { type Result, toResult } from '@/lib/result';
import { streamCheck } from './servers/check-stream';

/** How far it is, then what came of it. */
export type RunEvent<T> = { type: 'progress'; done: number; total: number } | { type: 'result'; result: Result<T> };

type Work<T> = (context: { signal: AbortSignal; onProgress: (done: number, total: number) => void }) => Promise<T>;

/**
 * A result, as a stream: the browser can send another action while this one is at work, and so stop it by its run id.
 * It stops when the reader leaves, too.
 */
export function streamResult<T>(runId: unknown, work: Work<T>): AsyncIterableIterator<RunEvent<T>> {
  const { signal, stop, end } = startRun(String(runId));
  return streamCheck<RunEvent<T>>({
    stop,
    run: async (send) => {
      const onProgress = (done: number, total: number) => send({ type: 'progress', done, total });
      try {
        send({ type: 'result', result: await toResult(() => work({ signal, onProgress })) });
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        end();
      }
    },
  });
}
