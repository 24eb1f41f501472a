import { useCallback, useEffect, useReducer, useRef } from 'react';
import { newRunId } from '@/app/_components/run-id';
import type { Report } from '@/lib/diagnosis/report';
import type { FieldIssue } from '@/lib/errors';
import { stopRun } from '../../actions';
import { testConnection } from '../actions';
import { type TestState, testReducer } from './test-state';

export interface Connection {
  state: TestState;
  start: (input: object, onRefused?: (issues: FieldIssue[]) => void) => void;
  cancel: () => void;
  /** Shows a report that something else has made, in place of what is here. */
  show: (report: Report) => void;
}

/** Runs connection tests, one at a time; the one that runs is stopped when the person leaves. */
export function useConnectionTest(initial: TestState = { phase: 'idle' }, onDone?: () => void): Connection {
  const [state, dispatch] = useReducer(testReducer, initial);
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

  async function start(input: object, onRefused?: (issues: FieldIssue[]) => void) {
    stop();
    const runId = newRunId();
    current.current = runId;
    dispatch({ type: 'begin' });
    try {
      for await (const event of await testConnection(runId, input)) {
        if (current.current !== runId) return;
        dispatch({ type: 'event', event, at: Date.now() });
        if (event.type === 'refused') onRefused?.(event.error.issues);
      }
      if (current.current !== runId) return;
      current.current = null;
      dispatch({ type: 'end' });
      onDone?.();
    } catch {
      if (current.current !== runId) return;
      current.current = null;
      dispatch({ type: 'broken' });
    }
  }

  return {
    state,
    start: (input, onRefused) => void start(input, onRefused),
    cancel: () => {
      stop();
      dispatch({ type: 'cancel' });
    },
    show: (report) => {
      stop();
      dispatch({ type: 'show', report, at: Date.now() });
    },
  };
}
