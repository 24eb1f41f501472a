'use client';

import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { RelativeTime } from '@/app/_components/relative-time';
import { useFocusWhenGone } from '@/app/_components/use-focus-when-gone';
import type { ApiKeyRecord } from '@/lib/api-keys/dto';
import { removeKey } from './actions';

interface Props {
  apiKey: ApiKeyRecord;
  now: number;
}

export function RevokeKey({ apiKey: { key_id, name, start, last_used_at }, now }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();
  const focusWhenGone = useFocusWhenGone('api-keys');

  function close() {
    setIsOpen(false);
    setProblem(null);
  }

  function confirm() {
    startTransition(async () => {
      const result = await removeKey(key_id).catch(() => null);
      // Somebody else has revoked it meanwhile: what was asked for is done.
      if (result?.ok || result?.error.code === 'not_found') {
        focusWhenGone();
        close();
      } else setProblem(result?.error.message ?? 'Vouch did not answer, so the key may still work. Is Vouch running?');
    });
  }

  return (
    <>
      <Button look="danger" size="small" onClick={() => setIsOpen(true)} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        question={`Revoke the key "${name}"?`}
        confirmLabel="Revoke"
        isBusy={isBusy}
        onConfirm={confirm}
        onCancel={close}
      >
        <p>
          It begins with <code>{start}</code> and was{' '}
          {last_used_at ? (
            <>
              last used <RelativeTime iso={last_used_at} now={now} />
            </>
          ) : (
            'never used'
          )}
          .
        </p>
        <p>Every program that uses it is refused from its next request on. A revoked key does not come back.</p>
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}
