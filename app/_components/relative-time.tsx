'use client';

import { useEffect, useState } from 'react';
import { absoluteWords, relativeWords } from './time-words';

interface Props {
  iso: string;
  /** The server's clock at rendering, so that hydration writes the same words. */
  now: number;
}

export function RelativeTime({ iso, now }: Props) {
  const [clock, setClock] = useState(now);
  useEffect(() => {
    setClock(Date.now());
    const timer = setInterval(() => setClock(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={iso} title={absoluteWords(iso)}>
      {relativeWords(iso, Math.max(clock, now))}
    </time>
  );
}
