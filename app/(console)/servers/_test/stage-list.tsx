import { StatusShape } from '@/app/_components/status-shape';
import { stageNames } from '@/lib/diagnosis/report';
import { stageLabels, statusWords } from './stage-labels';
import classes from './stage-list.module.css';
import type { StageStates } from './test-state';

/** All six rows are there from the start, so that nothing moves while they fill. */
export function StageList({ stages }: { stages: StageStates }) {
  return (
    <ol className={classes.list} aria-label="Stages">
      {stageNames.map((name) => {
        const stage = stages[name];
        const status = stage === undefined ? 'waiting' : stage === 'running' ? 'running' : stage.status;
        const result = typeof stage === 'object' ? stage : null;
        return (
          <li key={name} className={classes.stage} data-status={status}>
            <StatusShape shape={status} size={15} />
            <span className={classes.name}>{stageLabels[name]}</span>
            <span className={classes.word}>
              {result ? statusWords[result.status] : status === 'running' ? 'running' : 'not run'}
            </span>
            <span className={classes.detail} title={result?.detail}>
              {result?.detail}
            </span>
            <span className={classes.time}>
              {result && result.status !== 'skipped' && `${Math.round(result.duration_ms)} ms`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
