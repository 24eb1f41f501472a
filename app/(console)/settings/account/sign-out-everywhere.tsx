'use client';

import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { signOutEverywhere } from './actions';

export function SignOutEverywhere() {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();

  function confirm() {
    startTransition(async () => {
      const result = await signOutEverywhere().catch(() => null);
      if (result?.ok || result?.error.code === 'unauthorized') location.assign('/sign-in');
      else setProblem(result?.error.message ?? 'Vouch did not answer, so you may still be signed in. Is it running?');
    });
  }

  return (
    <>
      <Button look="danger" size="small" onClick={() => setIsOpen(true)}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        question="Sign out everywhere, here too?"
        confirmLabel="Sign out everywhere"
        isBusy={isBusy}
        onConfirm={confirm}
        onCancel={() => {
          setIsOpen(false);
          setProblem(null);
        }}
      >
        <p>
          Every browser that is signed in as you has to sign in again. Whoever knows your password still can: change it,
          too.
        </p>
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}
