'use client';

import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Repair } from '@/lib/diagnosis/report';
import type { Result } from '@/lib/result';
import { asSentence } from '../as-sentence';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { Notice } from '../notice';
import { Fingerprint } from './fingerprint';
import classes from './repairs.module.css';

/** Carries a repair out; `confirmed` are the fingerprints that a person compared. Says what was changed. */
export type ApplyRepair = (repair: Repair, confirmed: string[]) => Promise<Result<{ changes: string[] }>>;

interface Props {
  repair: Repair;
  apply: ApplyRepair;
  /** Not while another is being applied, or a test runs. */
  isBlocked: boolean;
  onApplied: (changes: string[]) => void;
}

export function ApplyRepairButton({ repair, apply, isBlocked, onApplied }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [compared, setCompared] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const { compare, title } = repair;

  async function carryOut() {
    setIsBusy(true);
    setProblem(null);
    const result = await apply(repair, compared).catch(() => null);
    setIsBusy(false);
    if (result?.ok) {
      setIsAsking(false);
      onApplied(result.value.changes);
    } else
      setProblem(result?.error.message ?? 'Vouch did not answer, so this may not be applied. Is it still running?');
  }

  function begin() {
    setCompared([]);
    setProblem(null);
    if (compare.length > 0) setIsAsking(true);
    else void carryOut();
  }

  return (
    <>
      <Button look="primary" size="small" onClick={begin} disabled={isBusy || isBlocked} aria-label={`Apply: ${title}`}>
        {isBusy ? 'Applying…' : 'Apply'}
      </Button>
      {problem && !isAsking && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
      {compare.length > 0 && (
        <ConfirmDialog
          isOpen={isAsking}
          question={compare.length === 1 ? 'Trust this certificate?' : `Trust these ${compare.length} certificates?`}
          confirmLabel={isBusy ? 'Applying…' : 'Apply'}
          confirmLook="primary"
          isBusy={isBusy || compared.length < compare.length}
          onConfirm={() => void carryOut()}
          onCancel={() => setIsAsking(false)}
        >
          <p>
            Only the server itself has shown {compare.length === 1 ? 'it' : 'them'}. Whoever stands between Vouch and
            the server could have sent {compare.length === 1 ? 'another' : 'others'}: ask the owner of the CA for the
            fingerprint, over another way than this connection.
          </p>
          {compare.map(({ subject, sha256 }) => (
            <div key={sha256} className={classes.compared}>
              <p className={classes.subject}>{subject}</p>
              <p className={classes.small}>SHA-256 fingerprint</p>
              <Fingerprint sha256={sha256} />
              <Checkbox
                label="I compared this fingerprint with the one the CA's owner gave me"
                checked={compared.includes(sha256)}
                onChange={({ currentTarget }) =>
                  setCompared((before) =>
                    currentTarget.checked ? [...before, sha256] : before.filter((one) => one !== sha256),
                  )
                }
              />
            </div>
          ))}
          <p>Who compared it, and when, is kept with the bundle.</p>
          {problem && <Notice tone="failed" role="alert" title={asSentence(problem)} />}
        </ConfirmDialog>
      )}
    </>
  );
}
