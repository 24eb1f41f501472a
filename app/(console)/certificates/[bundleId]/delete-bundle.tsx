'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { removeBundle } from '../actions';

const NAMED = 8;

interface Props {
  id: string;
  name: string;
  /** Names of the servers that keep it from being deleted. */
  usedBy: string[];
}

export function DeleteBundle({ id, name, usedBy }: Props) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();

  function confirm() {
    startTransition(async () => {
      const result = await removeBundle(id).catch(() => null);
      if (result?.ok) router.replace('/certificates');
      else
        setProblem(
          result?.error.message ?? 'Vouch did not answer, so the bundle may still be there. Is Vouch running?',
        );
    });
  }

  return (
    <>
      <Button look="danger" onClick={() => setIsOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        question={`Delete "${name}"?`}
        confirmLabel="Delete"
        isBusy={isBusy || usedBy.length > 0}
        onConfirm={confirm}
        onCancel={() => {
          setIsOpen(false);
          setProblem(null);
        }}
      >
        {usedBy.length > 0 ? (
          <Notice tone="failed" title={`It is used by ${inWords(usedBy)}.`}>
            <p>Give {usedBy.length === 1 ? 'that server' : 'those servers'} another one first.</p>
          </Notice>
        ) : (
          <p>
            Its certificates, its notes and its file are removed, for good. Programs that read the file no longer find
            it.
          </p>
        )}
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}

function inWords(names: string[]): string {
  const shown = names.slice(0, NAMED).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length === 1 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
