'use client';

import { useRouter } from 'next/navigation';
import { type SubmitEvent, useId, useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { dateWords } from '@/app/_components/time-words';
import { MAX_KEEP_DAYS, MIN_KEEP_DAYS, type Retention } from '@/lib/audit/retention-schema';
import { updateRetention } from './actions';
import classes from './retention-form.module.css';

const DAY_MS = 86_400_000;
const YEAR_DAYS = '365';

export function RetentionForm({ retention }: { retention: Retention }) {
  const router = useRouter();
  const [isForEver, setIsForEver] = useState(retention.keep_days === null);
  const [days, setDays] = useState(String(retention.keep_days ?? YEAR_DAYS));
  const [asked, setAsked] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();
  const problemId = useId();

  const keepDays = isForEver ? null : Number(days);
  const isChanged = keepDays !== retention.keep_days;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setProblem(null);
    if (keepDays !== null && !isPossible(keepDays)) {
      setProblem(`Days: a whole number from ${MIN_KEEP_DAYS} to ${MAX_KEEP_DAYS}`);
      return;
    }
    if (keepDays !== null && keepDays < (retention.keep_days ?? Number.POSITIVE_INFINITY)) setAsked(keepDays);
    else save();
  }

  function save() {
    startTransition(async () => {
      const result = await updateRetention({ keep_days: keepDays }).catch(() => null);
      setAsked(null);
      if (result?.ok) router.refresh();
      else setProblem(result?.error.message ?? 'Vouch did not answer, so nothing may be saved. Is Vouch running?');
    });
  }

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <fieldset className={classes.choices} disabled={isBusy}>
        <legend className={classes.legend}>Keep entries</legend>
        <label className={classes.choice}>
          <input type="radio" name="keep" checked={isForEver} onChange={() => setIsForEver(true)} /> For ever
        </label>
        <label className={classes.choice}>
          <input type="radio" name="keep" checked={!isForEver} onChange={() => setIsForEver(false)} /> For a number of
          days
        </label>
        {!isForEver && (
          <label className={classes.days}>
            <span>Days</span>
            <input
              type="number"
              inputMode="numeric"
              min={MIN_KEEP_DAYS}
              max={MAX_KEEP_DAYS}
              step={1}
              value={days}
              aria-invalid={problem !== null || undefined}
              aria-describedby={problem === null ? undefined : problemId}
              onChange={(event) => setDays(event.target.value)}
            />
          </label>
        )}
      </fieldset>
      {problem && (
        <div id={problemId}>
          <Notice tone="failed" role="alert" title={asSentence(problem)} />
        </div>
      )}
      <div>
        <Button type="submit" disabled={isBusy || !isChanged}>
          Save retention
        </Button>
      </div>
      <ConfirmDialog
        isOpen={asked !== null}
        question={`Remove entries that are older than ${asked} days?`}
        confirmLabel="Remove and keep removing"
        isBusy={isBusy}
        onConfirm={save}
        onCancel={() => setAsked(null)}
      >
        <p>
          Those from before {asked !== null && dateWords(new Date(Date.now() - asked * DAY_MS).toISOString())} are
          removed within a day, for good, and then those of one more day each day. Export them first to have them later.
        </p>
        <p>The log keeps an entry about each removal, and can be verified from there on.</p>
      </ConfirmDialog>
    </form>
  );
}

function isPossible(days: number): boolean {
  return Number.isInteger(days) && days >= MIN_KEEP_DAYS && days <= MAX_KEEP_DAYS;
}
