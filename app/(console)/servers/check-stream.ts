import type { CheckEvent } from '@/lib/diagnosis/report';
import type { AppErrorCode, FieldIssue } from '@/lib/errors';

/** What the browser receives of a check: its events, or why it was not begun. */
export type StreamedCheck =
  | CheckEvent
  | { type: 'refused'; error: { code: AppErrorCode; message: string; issues: FieldIssue[] } };

interface Options<T> {
  /** Runs to the end of the stream; what it throws ends the stream with that error. */
  run: (send: (item: T) => void) => Promise<void>;
  /** The reader has gone. */
  stop: () => void;
}

/**
 * A stream of what `run` sends. Not a generator: a generator's `return()` waits until the pending `next()`
 * is settled, so a reader that leaves would not stop a check that hangs.
 */
export function streamCheck<T = StreamedCheck>({ run, stop }: Options<T>): AsyncIterableIterator<T> {
  const sent: T[] = [];
  let failure: { reason: unknown } | null = null;
  let isOver = false;
  let wake = () => {};

  const send = (item: T) => {
    if (isOver) return;
    sent.push(item);
    wake();
  };
  const end = (failed: { reason: unknown } | null) => {
    failure ??= isOver ? null : failed;
    isOver = true;
    wake();
  };
  run(send).then(
    () => end(null),
    (reason: unknown) => end({ reason }),
  );

  const leave = async (): Promise<IteratorResult<T>> => {
    end(null);
    sent.length = 0;
    stop();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      while (sent.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = sent.shift();
      if (value !== undefined) return { done: false, value };
      if (failure) throw failure.reason;
      return { done: true, value: undefined };
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
