'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import { Button } from '../_components/button';
import look from '../_components/button.module.css';
import classes from '../_components/entry-card.module.css';
import { Notice } from '../_components/notice';
import { type Sent, sendJson } from '../_components/send-json';
import { useHydrated } from '../_components/use-hydrated';
import type { RefusalWords } from './refusal-words';

interface Props {
  /** The page to open then. */
  next: string;
  /** The OpenID provider. */
  provider: { name: string; href: string } | null;
  /** Of a single sign-on before. */
  refusal: RefusalWords | null;
}

export function SignInForm({ next, provider, refusal }: Props) {
  const [isBusy, setIsBusy] = useState(false);
  const [sent, setSent] = useState<Sent | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const isHydrated = useHydrated();

  // The fields keep their own values: a password manager may fill them before the script is there.
  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    setIsBusy(true);
    setSent(null);
    const answer = await sendJson('POST', '/api/v1/session', values);
    if (answer.ok) {
      location.assign(next);
      return;
    }
    setIsBusy(false);
    setSent(answer);
    if (password.current) password.current.value = '';
    password.current?.focus();
  }

  return (
    <>
      {refusal && !sent && (
        <Notice tone="failed" role="alert" title={refusal.title}>
          <p>{refusal.text}</p>
        </Notice>
      )}
      {/* Sent by the browser itself, a form without a method would write the password into the address. */}
      <form method="post" onSubmit={(event) => void submit(event)} className={classes.form} aria-label="Sign in">
        <TextInput
          label="Email"
          name="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
        />
        <PasswordInput
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show characters', tabIndex: 0 }}
        />
        {sent && !sent.ok && <Notice tone="failed" role="alert" title={sent.message} />}
        <Button type="submit" look="primary" disabled={isBusy || !isHydrated}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {provider && (
        <>
          <p className={classes.or}>or</p>
          <a href={provider.href} className={`${look.button} ${look.plain} ${look.normal}`}>
            Sign in with {provider.name}
          </a>
        </>
      )}
    </>
  );
}
