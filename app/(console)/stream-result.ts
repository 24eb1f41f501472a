import { startRun } from '@/lib/checks/running';
import { type Result, toResult } from '@/lib/result';
import { streamCheck } from './servers/check-stream';

/**
 * One result, as a stream: the browser sends the next action while this one is at work, and can so stop it by its run id.
 * It stops when the reader leaves, too.
 */
export function streamResult<T>(
  runId: unknown,
  run: (signal: AbortSignal) => Promise<T>,
): AsyncIterableIterator<Result<T>> {
  const { signal, stop, end } = startRun(String(runId));
  return streamCheck<Result<T>>({
    stop,
    run: async (send) => {
      try {
        send(await toResult(() => run(signal)));
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        end();
      }
    },
  });
}
