import { actionActor } from '@/app/_access/actor';
import type { Actor } from '@/lib/access/actor';
import { startRun } from '@/lib/checks/running';
import { type Result, toResult } from '@/lib/result';
import { streamCheck } from './servers/check-stream';

/** How far it is, then what came of it. */
export type RunEvent<T> = { type: 'progress'; done: number; total: number } | { type: 'result'; result: Result<T> };

interface WorkContext {
  actor: Actor;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

type Work<T> = (context: WorkContext) => Promise<T>;

/**
 * A result, as a stream: the browser can send another action while this one is at work, and so stop it by its run id.
 * It stops when the reader leaves, too.
 */
export async function streamResult<T>(runId: unknown, work: Work<T>): Promise<AsyncIterableIterator<RunEvent<T>>> {
  const who = await toResult(actionActor);
  if (!who.ok) return streamCheck({ stop: () => {}, run: async (send) => send({ type: 'result', result: who }) });
  const actor = who.value;
  const { signal, stop, end } = startRun(String(runId));
  return streamCheck<RunEvent<T>>({
    stop,
    run: async (send) => {
      const onProgress = (done: number, total: number) => send({ type: 'progress', done, total });
      try {
        send({ type: 'result', result: await toResult(() => work({ actor, signal, onProgress })) });
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        end();
      }
    },
  });
}
