'use client';

import { useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { LeaveGuard } from '../../servers/_form/leave-guard';
import { replaceBundle } from '../actions';
import { BundleFields, type BundleWords } from '../bundle-fields';
import classes from '../bundle-form.module.css';
import { useSave } from '../use-save';

interface Props {
  id: string;
  /** `updated_at` of the record that is being edited. */
  madeTo: string;
  saved: BundleWords;
}

export function EditBundleForm({ id, madeTo, saved }: Props) {
  const [words, setWords] = useState(saved);
  const { save, issues, refusal, isBusy, isSaved } = useSave();
  return (
    <form
      noValidate
      className={classes.form}
      aria-label="Edit bundle"
      onSubmit={(event) => {
        event.preventDefault();
        void save(() => replaceBundle(id, { name: words.name, notes: words.notes.trim() || null }, madeTo));
      }}
    >
      <BundleFields words={words} onChange={setWords} issues={issues} />
      {refusal && <Notice tone="failed" role="alert" title={asSentence(refusal)} />}
      <div className={classes.buttons}>
        <Button type="submit" look="primary" disabled={isBusy}>
          Save
        </Button>
      </div>
      <LeaveGuard isDirty={!isSaved && (words.name !== saved.name || words.notes !== saved.notes)} />
    </form>
  );
}
