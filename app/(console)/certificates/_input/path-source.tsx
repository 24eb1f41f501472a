import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { readCertificates } from '../actions';
import type { AddCertificates } from './gather';
import classes from './input.module.css';

/** Certificates from a file where Vouch runs; they are copied, and the file is not looked at again. */
export function PathSource({ onAdd }: { onAdd: AddCertificates }) {
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setIsReading] = useState(false);

  async function read() {
    setIsReading(true);
    const result = await readCertificates({ path }).catch(() => null);
    setIsReading(false);
    setProblem(null);
    if (result?.ok) onAdd({ ...result.value, from: path.trim(), server: null });
    else
      setProblem(
        result
          ? (result.error.issues[0]?.message ?? asSentence(result.error.message))
          : 'Vouch did not answer. Is it still running?',
      );
  }

  return (
    <TextInput
      label="File path"
      description="On the machine that runs Vouch. The certificates are copied: a later change of the file changes nothing here."
      placeholder="/etc/ssl/certs/corp-ca.pem"
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: classes.mono }}
      value={path}
      onChange={(event) => setPath(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        void read();
      }}
      error={problem}
      inputContainer={(input) => (
        <div className={classes.line}>
          {input}
          <Button onClick={() => void read()} disabled={isReading}>
            {isReading ? 'Reading…' : 'Read file'}
          </Button>
        </div>
      )}
    />
  );
}
