'use client';

import { useEffect, useState } from 'react';
import { Button } from './button';

interface Props {
  text: string;
  label: string;
}

export function CopyButton({ text, label }: Props) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  }

  const words = { idle: label, copied: 'Copied', refused: 'The browser refused to copy' };
  return (
    <Button look="quiet" size="small" onClick={copy}>
      <span aria-live="polite">{words[outcome]}</span>
    </Button>
  );
}
