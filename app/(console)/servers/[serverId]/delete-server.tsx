'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { removeServer } from '../actions';

export function DeleteServer({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();

  function confirm() {
    startTransition(async () => {
      const result = await removeServer(id).catch(() => null);
      if (result?.ok) {
        router.replace('/servers');
        // Pages that the browser has kept still show it.
        router.refresh();
      } else
        setProblem(
          result?.error.message ?? 'Vouch did not answer, so the server may still be there. Is Vouch running?',
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
        isBusy={isBusy}
        onConfirm={confirm}
        onCancel={() => {
          setIsOpen(false);
          setProblem(null);
        }}
      >
        <p>Its settings, its stored secrets and its last result are removed, for good.</p>
        <p>Clients that ask Vouch for this server no longer find it. The MCP server itself is not touched.</p>
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}
