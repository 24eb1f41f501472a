'use client';

import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { Panel } from '@/app/_components/panel';
import type { EgressTrial } from '@/lib/egress/dto';
import { tryEgress } from './actions';
import classes from './egress.module.css';
import { type ListTexts, listsOf } from './entry-lines';
import { TrialResult } from './trial-result';

type Outcome = { trial: EgressTrial } | { problem: string; isAtField: boolean };

interface Props {
  /** The lists to try, saved or not; null for those in force. */
  draft: ListTexts | null;
}

/** What a connection to an address would come to. */
export function TrialPanel({ draft }: Props) {
  const [address, setAddress] = useState('');
  const [isTrying, setIsTrying] = useState(false);
  const [tried, setTried] = useState<{ question: string; outcome: Outcome } | null>(null);
  const question = JSON.stringify([address, draft]);
  const outcome = tried?.outcome;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsTrying(true);
    const result = await tryEgress({ address, ...(draft && listsOf(draft)) }).catch(() => null);
    setIsTrying(false);
    setTried({ question, outcome: result?.ok ? { trial: result.value } : problemOf(result?.error) });
  }

  const problem = outcome && 'problem' in outcome ? outcome : null;
  return (
    <Panel title="Try an address">
      <form onSubmit={(event) => void submit(event)} noValidate className={classes.stack} aria-label="Try an address">
        <div className={classes.trial}>
          <TextInput
            label="Address"
            description={`A URL or a host. It is looked up and not dialled${draft ? '; the lists count as they stand here, saved or not' : ''}.`}
            placeholder="https://mcp.corp.example/mcp"
            name="address"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            classNames={{ root: classes.address, input: classes.mono }}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={problem?.isAtField && problem.problem}
          />
          <Button type="submit" disabled={isTrying}>
            {isTrying ? 'Trying…' : 'Try'}
          </Button>
        </div>
        <div aria-live="polite" className={classes.stack}>
          {problem && !problem.isAtField && <Notice tone="failed" title={asSentence(problem.problem)} />}
          {outcome && 'trial' in outcome && (
            <TrialResult trial={outcome.trial} isOutdated={tried?.question !== question} />
          )}
        </div>
      </form>
    </Panel>
  );
}

function problemOf(error?: { message: string; issues: { path: (string | number)[]; message: string }[] }): Outcome {
  if (!error) return { problem: 'Vouch did not answer. Is it still running?', isAtField: false };
  const [issue] = error.issues;
  if (issue?.path[0] === 'address') return { problem: issue.message, isAtField: true };
  return { problem: issue ? `The lists cannot be read: ${issue.message}` : error.message, isAtField: false };
}
