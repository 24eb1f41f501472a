'use client';

import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { useFocusWhenGone } from '@/app/_components/use-focus-when-gone';
import classes from './account.module.css';
import { removeSession } from './actions';

/** Signs another browser out. It can sign in again, so nothing is asked first. */
export function EndSession({ id, what }: { id: string; what: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();
  const focusWhenGone = useFocusWhenGone('sessions');

  function end() {
    startTransition(async () => {
      const result = await removeSession(id).catch(() => null);
      // Gone meanwhile: what was asked for is done.
      if (result?.ok || result?.error.code === 'not_found') {
        focusWhenGone();
        setProblem(null);
      } else setProblem(result?.error.message ?? 'Vouch did not answer. Is it still running?');
    });
  }

  return (
    <>
      <Button size="small" onClick={end} disabled={isBusy} aria-label={`Sign out ${what}`}>
        Sign out
      </Button>
      {problem && (
        <p role="alert" className={classes.problem}>
          {asSentence(problem)}
        </p>
      )}
    </>
  );
}
