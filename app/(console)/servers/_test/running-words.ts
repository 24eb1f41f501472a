import { stageLabels } from './stage-labels';
import type { TestState } from './test-state';

/** How far a test has come. */
export function runningWords({ stages }: Extract<TestState, { phase: 'running' }>): string {
  const last = Object.keys(stages).at(-1);
  return last ? `Testing ${stageLabels[last as keyof typeof stageLabels]}` : 'Connection test started';
}
