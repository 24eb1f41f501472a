'use client';

import { type ReactNode, type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import type { EgressRecord } from '@/lib/egress/dto';
import { LeaveGuard } from '../../servers/_form/leave-guard';
import { updateEgress } from './actions';
import { ChangedBy } from './changed-by';
import classes from './egress.module.css';
import { lists, listsOf, problemsOf, textsOf } from './entry-lines';
import { ListField } from './list-field';
import { TrialPanel } from './trial-panel';
import { intro } from './words';

type Outcome = { phase: 'saved'; warnings: string[] } | { phase: 'refused'; message: string };

interface Props {
  rules: EgressRecord;
  now: number;
  /** Stands beside the form. */
  children: ReactNode;
}

/** The egress rules, for those who may change them. */
export function EgressEditor({ rules, now, children }: Props) {
  const [{ saved, at }, setSaved] = useState({ saved: rules, at: now });
  const [texts, setTexts] = useState(textsOf(rules));
  const [isAsked, setIsAsked] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const problems = isAsked ? problemsOf(texts) : { deny: [], allow: [] };
  const stored = textsOf(saved);
  const isDirty = lists.some((list) => texts[list] !== stored[list]);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsAsked(true);
    setOutcome(null);
    const found = problemsOf(texts);
    const wrong = lists.find((list) => found[list].length > 0);
    if (wrong) {
      event.currentTarget.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
      return;
    }
    setIsSaving(true);
    const result = await updateEgress(listsOf(texts), saved.updated_at).catch(() => null);
    setIsSaving(false);
    if (result?.ok) {
      const { record } = result.value;
      setSaved({ saved: record, at: Date.parse(record.updated_at ?? '') || now });
      setTexts(textsOf(record));
      setIsAsked(false);
      setOutcome({ phase: 'saved', warnings: result.value.warnings });
    } else {
      setOutcome({ phase: 'refused', message: result ? asSentence(result.error.message) : noAnswer });
    }
  }

  return (
    <div className={classes.columns}>
      <Panel title="Egress rules" aside={<ChangedBy rules={saved} now={at} />}>
        <form onSubmit={(event) => void submit(event)} noValidate className={classes.stack} aria-label="Egress rules">
          <p className={classes.lead}>{intro}</p>
          {lists.map((list) => (
            <ListField
              key={list}
              list={list}
              value={texts[list]}
              onChange={(value) => {
                setTexts((before) => ({ ...before, [list]: value }));
                setOutcome(null);
              }}
              problems={problems[list]}
            />
          ))}
          {outcome?.phase === 'refused' && <Notice tone="failed" role="alert" title={outcome.message} />}
          {outcome?.phase === 'saved' && <Saved warnings={outcome.warnings} />}
          <div>
            <Button type="submit" look="primary" disabled={isSaving}>
              {isSaving ? 'Saving…' : 'Save'}
            </Button>
          </div>
          <LeaveGuard isDirty={isDirty} />
        </form>
      </Panel>
      <div className={classes.side}>
        <TrialPanel draft={texts} />
        {children}
      </div>
    </div>
  );
}

const noAnswer = 'Vouch did not answer, so this may not be saved. Is it still running?';

function Saved({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) {
    return <Notice tone="ok" role="status" title="Saved. Every connection from now on goes by these rules." />;
  }
  return (
    <Notice tone="warning" role="status" title="Saved. Every connection from now on goes by these rules.">
      <ul className={classes.warnings}>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}
