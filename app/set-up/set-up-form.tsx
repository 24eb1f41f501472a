'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/schema';
import { Button } from '../_components/button';
import classes from '../_components/entry-card.module.css';
import { Notice } from '../_components/notice';
import { type Sent, sendJson } from '../_components/send-json';
import { useHydrated } from '../_components/use-hydrated';

export function SetUpForm() {
  const [isBusy, setIsBusy] = useState(false);
  const [sent, setSent] = useState<Sent | null>(null);
  const isHydrated = useHydrated();
  const issues = sent && !sent.ok ? sent.issues : [];

  // The fields keep their own values: a password manager may fill them before the script is there.
  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setIsBusy(true);
    setSent(null);
    const answer = await sendJson('POST', '/api/v1/set-up', Object.fromEntries(new FormData(form)));
    if (answer.ok) {
      location.assign('/');
      return;
    }
    setIsBusy(false);
    setSent(answer);
    const [first] = answer.issues;
    if (first) form.querySelector<HTMLElement>(`[name="${first.path[0]}"]`)?.focus();
  }

  const field = (name: string) => ({
    name,
    error: issues.find(({ path }) => path[0] === name)?.message,
    required: true,
    withAsterisk: false,
  });

  return (
    <form
      method="post"
      onSubmit={(event) => void submit(event)}
      className={classes.form}
      aria-label="Set up"
      noValidate
    >
      <TextInput
        {...field('code')}
        label="Set-up code"
        description="Such as ABCD-EFGH-JKMN-PQRS; it is new at each start."
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <TextInput {...field('name')} label="Name" autoComplete="name" />
      <TextInput
        {...field('email')}
        label="Email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordInput
        {...field('password')}
        label="Password"
        description={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show characters', tabIndex: 0 }}
      />
      {sent && !sent.ok && issues.length === 0 && <Notice tone="failed" role="alert" title={sent.message} />}
      <Button type="submit" look="primary" disabled={isBusy || !isHydrated}>
        {isBusy ? 'Creating…' : 'Create admin'}
      </Button>
    </form>
  );
}
