'use client';

import { type ReactNode, useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { useFocusWhenGone } from '@/app/_components/use-focus-when-gone';
import type { Result } from '@/lib/result';

interface Props<T> {
  label: string;
  /** Whom it is about; the label says it with it. */
  about: string;
  question: string;
  look?: 'plain' | 'danger';
  confirmLook?: 'danger-fill' | 'primary';
  /** What follows. */
  children: ReactNode;
  run: () => Promise<Result<T>>;
  onDone?: (value: T) => void;
}

/** A button that asks first, and shows in the question why it could not be done. */
export function ConfirmedAction<T>({
  label,
  about,
  question,
  look = 'plain',
  confirmLook,
  children,
  run,
  onDone,
}: Props<T>) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();
  const focusWhenGone = useFocusWhenGone('users');

  function close() {
    setIsOpen(false);
    setProblem(null);
  }

  function confirm() {
    startTransition(async () => {
      const result = await run().catch(() => null);
      if (result?.ok) {
        focusWhenGone();
        close();
        onDone?.(result.value);
      } else
        setProblem(result?.error.message ?? 'Vouch did not answer, so this may be done or not: load the page again.');
    });
  }

  return (
    <>
      <Button look={look} size="small" onClick={() => setIsOpen(true)} aria-label={`${label}: ${about}`}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        question={question}
        confirmLabel={label}
        confirmLook={confirmLook}
        isBusy={isBusy}
        onConfirm={confirm}
        onCancel={close}
      >
        {children}
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}
