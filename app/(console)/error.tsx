'use client';

import { useEffect, useRef } from 'react';
import { Button } from '../_components/button';
import { Notice } from '../_components/notice';

export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <>
      <h1 ref={heading} tabIndex={-1} style={{ marginBottom: 16, outline: 'none' }}>
        This page could not be shown
      </h1>
      <Notice tone="failed" title="Vouch failed while it put this page together.">
        <p>
          The reason is in Vouch's log
          {digest && (
            <>
              {' '}
              under the digest <code>{digest}</code>
            </>
          )}
          . Nothing was changed by opening this page.
        </p>
        <p>
          <Button onClick={() => retry()}>Try again</Button>
        </p>
      </Notice>
    </>
  );
}
