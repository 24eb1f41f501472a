'use client';

import { type SubmitEvent, useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { LeaveGuard } from '../servers/_form/leave-guard';
import { contentOf } from './_input/basket';
import { CertificatesField } from './_input/certificates-field';
import type { KnownServer } from './_input/server-source';
import { useBasket } from './_input/use-basket';
import { useDraft } from './_input/use-draft';
import { createBundle } from './actions';
import { BundleFields } from './bundle-fields';
import classes from './bundle-form.module.css';
import { useSave } from './use-save';

interface Props {
  servers: KnownServer[];
  now: number;
}

export function NewBundleForm({ servers, now }: Props) {
  const [words, setWords] = useState({ name: '', notes: '' });
  const [isNameAsked, setIsNameAsked] = useState(false);
  const gathering = useBasket();
  useDraft(gathering.add);
  const { save, issues, refusal, isBusy, isSaved } = useSave();
  const isNameMissing = isNameAsked && words.name.trim() === '';

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsNameAsked(true);
    const canSave = gathering.ask();
    if (words.name.trim() === '') event.currentTarget.querySelector<HTMLElement>('[name="name"]')?.focus();
    else if (canSave) void save(() => createBundle({ ...words, ...contentOf(gathering.basket) }));
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form} aria-label="Add bundle">
      <BundleFields
        words={words}
        onChange={setWords}
        issues={isNameMissing ? [{ path: ['name'], message: 'Name is empty', type: 'custom' }] : issues}
      />
      <CertificatesField gathering={gathering} servers={servers} now={now} />
      {refusal && <Notice tone="failed" role="alert" title={asSentence(refusal)} />}
      <div className={classes.buttons}>
        <Button type="submit" look="primary" disabled={isBusy}>
          Save
        </Button>
      </div>
      <LeaveGuard isDirty={!isSaved && (words.name !== '' || words.notes !== '' || gathering.basket.length > 0)} />
    </form>
  );
}
