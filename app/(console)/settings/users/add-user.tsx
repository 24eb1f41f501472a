'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { roleChoices } from '@/app/_components/role-words';
import { createUser } from './actions';
import type { Given } from './given-password';
import classes from './users.module.css';

const empty = { name: '', email: '', role: 'viewer' };

interface Refusal {
  message: string;
  issues: { path: (string | number)[]; message: string }[];
}

const noAnswer: Refusal = {
  message: 'Vouch did not answer, so this person may be added or not: load this page again.',
  issues: [],
};

interface Props {
  /** Begins in the first field, where the person is already at work. */
  hasFocus: boolean;
  onAdded: (given: Given) => void;
}

export function AddUser({ hasFocus, onAdded }: Props) {
  const [values, setValues] = useState(empty);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setIsBusy(true);
    setRefusal(null);
    const result = await createUser(values).catch(() => null);
    setIsBusy(false);
    if (result?.ok) {
      onAdded({ email: result.value.record.email, password: result.value.temporary_password });
      return;
    }
    const refused = result?.error ?? noAnswer;
    setRefusal(refused);
    const [first] = refused.issues;
    if (first) form.querySelector<HTMLElement>(`[name="${first.path[0]}"]`)?.focus();
  }

  function problem(field: string): string | undefined {
    const issue = refusal?.issues.find(({ path }) => path[0] === field);
    return issue && asSentence(issue.message);
  }

  const field = (name: keyof typeof empty) => ({
    name,
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
    error: problem(name),
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={classes.form} aria-label="Add user">
      <div className={classes.fields}>
        <TextInput {...field('name')} label="Name" autoComplete="off" autoFocus={hasFocus} />
        <TextInput
          {...field('email')}
          label="Email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <NativeSelect
          {...field('role')}
          label="Role"
          data={roleChoices.map(({ value, label }) => ({ value, label }))}
          aria-describedby="user-roles"
        />
        <Button type="submit" look="primary" disabled={isBusy}>
          Add user
        </Button>
      </div>
      <dl id="user-roles" className={classes.roles}>
        {roleChoices.map(({ value, label, sentence }) => (
          <div key={value} data-chosen={value === values.role || undefined}>
            <dt>{label}</dt> <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      {refusal && refusal.issues.length === 0 && (
        <Notice tone="failed" role="alert" title={asSentence(refusal.message)} />
      )}
    </form>
  );
}
