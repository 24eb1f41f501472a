import { useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { AppliedNotice } from '@/app/_components/doctor/applied-notice';
import type { ApplyRepair } from '@/app/_components/doctor/apply-repair';
import type { Applying } from '@/app/_components/doctor/repair-list';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import { RelativeTime } from '@/app/_components/relative-time';
import classes from './connection-test.module.css';
import { runningWords } from './running-words';
import { StageList } from './stage-list';
import { TestResult } from './test-result';
import { stagesOf, type TestState } from './test-state';
import type { Connection } from './use-connection-test';

interface Props {
  connection: Connection;
  /** Labels of fields that have changed since the test that is shown. */
  changed?: string[];
  /** The button that starts a test, where no other stands on the page. */
  onTest?: () => void;
  /** Why there is no such button. */
  note?: string;
  /** Carries a repair out, then tests again or shows the report of such a test; null where nothing can be changed. */
  apply: ApplyRepair | null;
  /** What is tested, for the name of the report's file. */
  name: string;
  className?: string;
}

export function ConnectionTest({ connection, changed = [], onTest, note, apply, name, className }: Props) {
  const { state, cancel } = connection;
  const [changes, setChanges] = useState<string[]>([]);
  const applying = apply && { apply, isBlocked: state.phase === 'running', onApplied: setChanges };
  function test() {
    setChanges([]);
    onTest?.();
  }
  return (
    <Panel
      title="Connection test"
      className={className}
      aside={<Aside state={state} onCancel={cancel} onTest={onTest && test} />}
    >
      <StageList stages={stagesOf(state)} />
      <div className={classes.outcome}>
        {changed.length > 0 && state.phase !== 'idle' && state.phase !== 'refused' && (
          <Notice tone="warning" title={`From before a change: ${changed.join(', ')}`}>
            <p>Test again to see what the form says now.</p>
          </Notice>
        )}
        {changes.length > 0 && changed.length === 0 && state.phase !== 'idle' && (
          <AppliedNotice changes={changes} isOk={state.phase !== 'done' || state.report.ok} />
        )}
        <Outcome state={state} isKept={Boolean(onTest ?? note)} name={name} applying={applying} />
        {note && <p className={classes.quiet}>{note}</p>}
      </div>
      <p role="status" className="sr-only">
        {announcement(state)}
      </p>
    </Panel>
  );
}

function Aside({ state, onCancel, onTest }: { state: TestState; onCancel: () => void; onTest?: () => void }) {
  return (
    <span className={classes.aside}>
      {state.phase === 'done' && <RelativeTime iso={state.report.checked_at} now={state.at} />}
      {state.phase === 'running' && (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      )}
      {onTest && (
        <Button look="primary" size="small" onClick={onTest}>
          Test connection
        </Button>
      )}
    </span>
  );
}

interface OutcomeProps {
  state: TestState;
  isKept: boolean;
  name: string;
  applying: Applying | null;
}

function Outcome({ state, isKept, name, applying }: OutcomeProps) {
  switch (state.phase) {
    case 'idle':
      return (
        <p className={classes.quiet}>
          Six stages, from the name to the tools, run from where Vouch runs.{' '}
          {isKept ? 'The result is kept with the server.' : 'Nothing is saved.'}
        </p>
      );
    case 'running':
      return <p className={classes.quiet}>Testing…</p>;
    case 'cancelled':
      return <p className={classes.quiet}>Cancelled. The stages above are as far as it came.</p>;
    case 'refused':
      return <Notice tone="failed" title={asSentence(state.message)} />;
    case 'broken':
      return (
        <Notice tone="failed" title="The test broke off: Vouch did not answer.">
          <p>This says nothing about the server. Test again; if it stays so, the reason is in Vouch's log.</p>
        </Notice>
      );
    case 'done':
      return <TestResult report={state.report} tools={state.tools} now={state.at} name={name} applying={applying} />;
  }
}

function announcement(state: TestState): string {
  if (state.phase === 'cancelled') return 'Connection test cancelled';
  if (state.phase === 'running') return runningWords(state);
  if (state.phase !== 'done') return '';
  const { report } = state;
  return report.ok ? `Connected, ${report.mcp?.tools ?? 0} tools` : `Not connected: ${report.error?.message ?? ''}`;
}
