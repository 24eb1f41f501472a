'use client';

import { NativeSelect } from '@mantine/core';
import { useState, useTransition } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { ConfirmDialog } from '@/app/_components/confirm-dialog';
import { Notice } from '@/app/_components/notice';
import { roleChoices, roleTitles } from '@/app/_components/role-words';
import type { Role } from '@/lib/access/roles';
import type { UserRecord } from '@/lib/accounts/dto';
import { updateUser } from './actions';

interface Props {
  user: UserRecord;
  /** Of who looks at this. */
  isOwn: boolean;
}

/** The role, which is changed only after a question: a key pressed in a list must not make an admin. */
export function ChangeRole({ user: { user_id, email, role }, isOwn }: Props) {
  const [wanted, setWanted] = useState<Role | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();
  const shown = wanted ?? role;

  function close() {
    setWanted(null);
    setProblem(null);
  }

  function confirm() {
    startTransition(async () => {
      const result = await updateUser(user_id, { role: wanted }).catch(() => null);
      if (result?.ok) close();
      else setProblem(result?.error.message ?? 'Vouch did not answer, so the role may be changed or not.');
    });
  }

  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={`Role of ${email}`}
        data={roleChoices.map(({ value, label }) => ({ value, label }))}
        value={shown}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Role;
          if (chosen !== role) setWanted(chosen);
        }}
      />
      <ConfirmDialog
        isOpen={wanted !== null}
        question={isOwn ? `Give up your role ${roleTitles[role]}?` : `Give ${email} the role ${roleTitles[shown]}?`}
        confirmLabel={isOwn ? 'Give up role' : 'Change role'}
        confirmLook={isOwn ? 'danger-fill' : 'primary'}
        isBusy={isBusy}
        onConfirm={confirm}
        onCancel={close}
      >
        <p>
          {roleTitles[shown]} {roleChoices.find(({ value }) => value === shown)?.sentence}{' '}
          {isOwn
            ? 'It counts from your next request on, and only another admin can give the other role back.'
            : 'It counts from their next request on.'}
        </p>
        {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      </ConfirmDialog>
    </>
  );
}
