import { useEffect, useState } from 'react';
import { CertificateList } from '@/app/_components/certificate-list';
import { Notice } from '@/app/_components/notice';
import { type BundleContents, inspectBundle } from '../actions';
import classes from './form.module.css';

const TYPING_PAUSE_MS = 250;

type State = { path: string; contents: BundleContents | 'unanswered' } | null;

/** What stands in the file, before anything is saved. Reads a file where Vouch runs; asks no server. */
export function BundlePreview({ path }: { path: string }) {
  const [answer, setAnswer] = useState<State>(null);
  const wanted = path.trim();

  useEffect(() => {
    if (wanted === '') return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const contents = await inspectBundle(wanted).catch(() => 'unanswered' as const);
      if (isCurrent) setAnswer({ path: wanted, contents });
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wanted]);

  return (
    <div className={classes.preview} aria-live="polite" aria-busy={wanted !== '' && answer?.path !== wanted}>
      {wanted === '' ? (
        <p className={classes.hint}>What is in the file appears here.</p>
      ) : answer?.path === wanted ? (
        <Contents contents={answer.contents} />
      ) : (
        <p className={classes.hint}>Reading the file…</p>
      )}
    </div>
  );
}

function Contents({ contents }: { contents: BundleContents | 'unanswered' }) {
  if (contents === 'unanswered') return <p className={classes.error}>Vouch did not answer. Is it still running?</p>;
  const { problem, certificates } = contents;
  if (problem) {
    return (
      <Notice tone="failed" title={problem.message}>
        <p>
          {problem.fix} <code>{problem.code}</code>
        </p>
      </Notice>
    );
  }
  return <CertificateList certificates={certificates} now={Date.now()} />;
}
