import type { Report, Stage, StageName, ToolSummary } from '@/lib/diagnosis/report';
import type { StreamedCheck } from '../check-stream';

export type StageStates = Partial<Record<StageName, Stage | 'running'>>;

export type TestState =
  | { phase: 'idle' }
  | { phase: 'running'; stages: StageStates }
  | { phase: 'cancelled'; stages: StageStates }
  /** `tools` is null for a stored report, which keeps their number only; `at` is the clock its ages are told by. */
  | { phase: 'done'; report: Report; tools: ToolSummary[] | null; at: number }
  | { phase: 'refused'; message: string }
  /** Vouch itself did not answer, or failed. */
  | { phase: 'broken'; stages: StageStates };

type Step =
  | { type: 'begin' }
  /** A report of a check that something else has run. */
  | { type: 'show'; report: Report; at: number }
  | { type: 'event'; event: StreamedCheck; at: number }
  | { type: 'end' }
  | { type: 'cancel' }
  | { type: 'broken' };

export function stagesOf(state: TestState): StageStates {
  if ('stages' in state) return state.stages;
  return state.phase === 'done' ? Object.fromEntries(state.report.stages.map((stage) => [stage.name, stage])) : {};
}

export function testReducer(state: TestState, step: Step): TestState {
  if (step.type === 'begin') return { phase: 'running', stages: {} };
  if (step.type === 'show') return { phase: 'done', report: step.report, tools: null, at: step.at };
  if (state.phase !== 'running') return state;
  const { stages } = state;
  if (step.type === 'cancel') return { phase: 'cancelled', stages: ended(stages) };
  if (step.type !== 'event') return { phase: 'broken', stages: ended(stages) };
  const { event, at } = step;
  if (event.type === 'started') return { phase: 'running', stages: { ...stages, [event.stage]: 'running' } };
  if (event.type === 'stage') return { phase: 'running', stages: { ...stages, [event.stage.name]: event.stage } };
  if (event.type === 'refused') return { phase: 'refused', message: event.error.message };
  return { phase: 'done', report: event.report, tools: event.tools, at };
}

/** A stage that was interrupted has no result. */
function ended(stages: StageStates): StageStates {
  return Object.fromEntries(Object.entries(stages).filter(([, stage]) => stage !== 'running'));
}
