'use client';

import { useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { Notice } from '@/app/_components/notice';
import { useRun } from '@/app/_components/use-run';
import type { CertificateRecord, ReplacementPreview } from '@/lib/bundles/dto';
import { LeaveGuard } from '../../servers/_form/leave-guard';
import { contentOf } from '../_input/basket';
import { CertificatesField } from '../_input/certificates-field';
import type { KnownServer } from '../_input/server-source';
import { useBasket } from '../_input/use-basket';
import { previewReplacement, replaceBundle } from '../actions';
import classes from '../bundle-form.module.css';
import { useSave } from '../use-save';
import { Preview } from './preview';
import { PreviewProgress } from './preview-progress';

interface Props {
  id: string;
  /** `updated_at` of the record whose certificates are replaced. */
  madeTo: string;
  present: CertificateRecord[];
  /** How many servers use it. */
  users: number;
  servers: KnownServer[];
  now: number;
}

/** Other certificates for a bundle: saved only after everybody who uses it was asked. */
export function ReplaceForm({ id, madeTo, present, users, servers, now }: Props) {
  const gathering = useBasket();
  const preview = useRun<ReplacementPreview, { id: string; pem: string }>(previewReplacement);
  /** What the preview is of. */
  const [previewed, setPreviewed] = useState<string | null>(null);
  const { save, refusal, isBusy, isSaved } = useSave();
  const content = contentOf(gathering.basket);
  const isCurrent = previewed === content.pem;

  function begin() {
    if (!gathering.ask()) return;
    setPreviewed(content.pem);
    void preview.start({ id, pem: content.pem });
  }

  function keepPresent() {
    gathering.add({ certificates: present, warnings: [], from: 'this bundle, as it is', server: null });
  }

  const { state } = preview;
  return (
    <>
      <form
        noValidate
        className={classes.form}
        aria-label="Replace certificates"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <p className={classes.hint}>
          Choose what takes the place of the {present.length === 1 ? 'certificate' : `${present.length} certificates`}{' '}
          in this bundle. Nothing changes before you have seen what every server that uses it would say.
        </p>
        <CertificatesField gathering={gathering} servers={servers} now={now} />
        <div className={classes.buttons}>
          <Button type="submit" look={isCurrent && state.phase === 'done' ? 'plain' : 'primary'} disabled={isBusy}>
            Preview replacement
          </Button>
          <Button onClick={keepPresent}>Keep the present ones too</Button>
        </div>
        <LeaveGuard isDirty={!isSaved && gathering.basket.length > 0} />
      </form>
      <section aria-label="Preview" className={classes.preview}>
        {state.phase === 'running' && (
          <PreviewProgress progress={state.progress} users={users} onCancel={preview.cancel} />
        )}
        {state.phase === 'cancelled' && <p className={classes.hint}>Cancelled. Nothing was saved.</p>}
        {state.phase === 'refused' && <Notice tone="failed" role="alert" title={asSentence(state.message)} />}
        {state.phase === 'broken' && (
          <Notice tone="failed" role="alert" title="The preview broke off: Vouch did not answer. Nothing was saved." />
        )}
        {state.phase === 'done' && !isCurrent && (
          <Notice tone="warning" title="From before a change: the certificates above are others by now.">
            <p>Preview again to see what they would do.</p>
          </Notice>
        )}
        {state.phase === 'done' && isCurrent && (
          <>
            <Preview preview={state.value} />
            {refusal && <Notice tone="failed" role="alert" title={asSentence(refusal)} />}
            <div className={classes.buttons}>
              <Button
                look="primary"
                disabled={isBusy}
                onClick={() => void save(() => replaceBundle(id, content, madeTo))}
              >
                Save replacement
              </Button>
            </div>
          </>
        )}
      </section>
    </>
  );
}
