'use client';

import { PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button, ButtonLink } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { useHydrated } from '@/app/_components/use-hydrated';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/schema';
import type { Result } from '@/lib/result';
import classes from './account.module.css';
import { changePassword } from './actions';

type Answer = Result<{ ended_sessions: number }> | { ok: false; error: { message: string; issues: [] } };

const noAnswer: Answer = {
  ok: false,
  error: { message: 'Vouch did not answer, so the password may be changed or not. Is Vouch running?', issues: [] },
};
const toggle = { tabIndex: 0, 'aria-label': 'Show characters' };

/** `isTemporary`: the present password was chosen by somebody else. */
export function PasswordForm({ isTemporary }: { isTemporary: boolean }) {
  const isHydrated = useHydrated();
  const [isBusy, setIsBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  // Once it is changed, the page is rendered anew for somebody who has it no longer.
  const [wasTemporary] = useState(isTemporary);
  const issues = answer && !answer.ok ? answer.error.issues : [];
  function problem(field: string): string | undefined {
    const issue = issues.find(({ path }) => path[0] === field);
    return issue && asSentence(issue.message);
  }

  // The fields keep their own values: a password manager may fill them before the script is there.
  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setIsBusy(true);
    setAnswer(null);
    const given = await changePassword(Object.fromEntries(new FormData(form))).catch(() => noAnswer);
    setIsBusy(false);
    setAnswer(given);
    if (given.ok) return form.reset();
    const [first] = given.error.issues;
    if (first) form.querySelector<HTMLElement>(`[name="${first.path[0]}"]`)?.focus();
  }

  return (
    <form
      method="post"
      onSubmit={(event) => void submit(event)}
      noValidate
      className={classes.form}
      aria-label="Change password"
    >
      <PasswordInput
        label={isTemporary ? 'Temporary password' : 'Current password'}
        name="current_password"
        autoComplete="current-password"
        error={problem('current_password')}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label="New password"
        description={`At least ${MIN_PASSWORD_LENGTH} characters. Your other browsers are signed out.`}
        name="new_password"
        autoComplete="new-password"
        error={problem('new_password')}
        visibilityToggleButtonProps={toggle}
      />
      {answer?.ok && (
        <Notice tone="ok" role="status" title="The password is changed.">
          <p>{endedWords(answer.value.ended_sessions)}</p>
        </Notice>
      )}
      {answer && !answer.ok && issues.length === 0 && (
        <Notice tone="failed" role="alert" title={asSentence(answer.error.message)} />
      )}
      <div className={classes.buttons}>
        <Button type="submit" look="primary" disabled={isBusy || !isHydrated}>
          Change password
        </Button>
        {answer?.ok && wasTemporary && <ButtonLink href="/">Go to the overview</ButtonLink>}
      </div>
    </form>
  );
}

function endedWords(count: number): string {
  if (count === 0) return 'You were signed in nowhere else.';
  return count === 1 ? 'One other browser was signed out.' : `${count} other browsers were signed out.`;
}
