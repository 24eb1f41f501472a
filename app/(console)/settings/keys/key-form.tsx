'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { roleChoices } from '@/app/_components/role-words';
import type { Role } from '@/lib/access/roles';
import type { CreatedApiKey } from '@/lib/api-keys/dto';
import { createKey } from './actions';
import { type ExpiryChoice, expiresAt, expiryChoices } from './expiry-choices';
import classes from './keys.module.css';

interface Refusal {
  message: string;
  issues: { path: (string | number)[]; message: string }[];
}

interface Props {
  /** Begins in the first field, where the person is already at work. */
  hasFocus: boolean;
  onCreated: (created: CreatedApiKey) => void;
}

export function KeyForm({ hasFocus, onCreated }: Props) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [choice, setChoice] = useState<ExpiryChoice>('90');
  const [date, setDate] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const problem = (field: string) => refusal?.issues.find(({ path }) => path[0] === field)?.message;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const missing = missingIn(name, choice, date);
    if (missing) {
      setRefusal({ message: missing.message, issues: [missing] });
      form.querySelector<HTMLElement>(`[name="${missing.path[0]}"]`)?.focus();
      return;
    }
    setIsBusy(true);
    setRefusal(null);
    const input = { name, role, expires_at: expiresAt(choice, date, Date.now()) };
    const result = await createKey(input).catch(() => null);
    setIsBusy(false);
    if (result?.ok) onCreated(result.value);
    else setRefusal(result?.error ?? { message: noAnswer, issues: [] });
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={classes.form} aria-label="Create key">
      <TextInput
        label="Name"
        description="What the program is called."
        name="name"
        autoComplete="off"
        autoFocus={hasFocus}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problem('name')}
      />
      <NativeSelect
        label="Role"
        name="role"
        data={roleChoices.map(({ value, label }) => ({ value, label }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
        error={problem('role')}
        aria-describedby="key-roles"
      />
      <dl id="key-roles" className={classes.roles}>
        {roleChoices.map(({ value, label, sentence }) => (
          <div key={value} data-chosen={value === role || undefined}>
            <dt>{label}</dt> <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      <NativeSelect
        label="Expires"
        name="expires"
        data={expiryChoices}
        value={choice}
        onChange={(event) => setChoice(event.currentTarget.value as ExpiryChoice)}
        description={choice === 'never' ? 'It works until somebody revokes it.' : undefined}
        error={choice === 'date' ? undefined : problem('expires_at')}
      />
      {choice === 'date' && (
        <TextInput
          label="Date"
          description="It works until the end of that day."
          type="date"
          name="expires_at"
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
          error={problem('expires_at')}
        />
      )}
      {refusal && refusal.issues.length === 0 && (
        <Notice tone="failed" role="alert" title={asSentence(refusal.message)} />
      )}
      <div>
        <Button type="submit" look="primary" disabled={isBusy}>
          Create key
        </Button>
      </div>
    </form>
  );
}

const noAnswer =
  'Vouch did not answer, so there may be a key of this name that nobody knows: revoke it if it is there.';

function missingIn(name: string, choice: ExpiryChoice, date: string) {
  if (name.trim() === '') return { path: ['name'], message: 'Name is empty' };
  if (choice === 'date' && date === '') return { path: ['expires_at'], message: 'Date is empty' };
  return null;
}
