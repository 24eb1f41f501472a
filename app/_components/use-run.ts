import { useCallback, useEffect, useRef, useState } from 'react';
import type { FieldIssue } from '@/lib/errors';
import { stopRun } from '../(console)/actions';
import type { RunEvent } from '../(console)/stream-result';
import { newRunId } from './run-id';

export type RunState<T> =
  | { phase: 'idle' }
  | { phase: 'running'; progress: { done: number; total: number } | null }
  | { phase: 'cancelled' }
  /** `at`: the browser's clock, in ms. */
  | { phase: 'done'; value: T; at: number }
  | { phase: 'refused'; message: string; issues: FieldIssue[] }
  /** Vouch itself did not answer, or failed. */
  | { phase: 'broken' };

export interface Run<T, I> {
  state: RunState<T>;
  /** The value; null when there is none. */
  start: (input: I) => Promise<T | null>;
  cancel: () => void;
  reset: () => void;
}

/** Runs something long on the server, one at a time; what runs is stopped when the person leaves. */
export function useRun<T, I>(begin: (runId: string, input: I) => Promise<AsyncIterable<RunEvent<T>>>): Run<T, I> {
  const [state, setState] = useState<RunState<T>>({ phase: 'idle' });
  const current = useRef<string | null>(null);

  const stop = useCallback(() => {
    const runId = current.current;
    current.current = null;
    if (runId) stopRun(runId).catch(() => {});
  }, []);

  useEffect(() => {
    addEventListener('pagehide', stop);
    return () => {
      removeEventListener('pagehide', stop);
      stop();
    };
  }, [stop]);

  async function start(input: I): Promise<T | null> {
    stop();
    const runId = newRunId();
    current.current = runId;
    setState({ phase: 'running', progress: null });
    try {
      for await (const event of await begin(runId, input)) {
        if (current.current !== runId) return null;
        if (event.type === 'progress') {
          setState({ phase: 'running', progress: { done: event.done, total: event.total } });
          continue;
        }
        const { result } = event;
        current.current = null;
        if (result.ok) {
          setState({ phase: 'done', value: result.value, at: Date.now() });
          return result.value;
        }
        const { message, issues } = result.error;
        setState({ phase: 'refused', message, issues });
        return null;
      }
      throw new Error('the stream ended without a result');
    } catch {
      if (current.current !== runId) return null;
      current.current = null;
      setState({ phase: 'broken' });
      return null;
    }
  }

  return {
    state,
    start,
    cancel: () => {
      stop();
      setState({ phase: 'cancelled' });
    },
    reset: () => {
      stop();
      setState({ phase: 'idle' });
    },
  };
}
