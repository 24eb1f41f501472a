import { useState } from 'react';
import type { CertificateRecord } from '@/lib/bundles/dto';
import classes from './input.module.css';
import { PasteSource } from './paste-source';
import { PathSource } from './path-source';
import { type KnownServer, ServerSource } from './server-source';

export type AddCertificates = (given: {
  certificates: CertificateRecord[];
  warnings: string[];
  from: string;
  server: string | null;
}) => void;

const sources = [
  { value: 'paste', label: 'Upload or paste' },
  { value: 'server', label: 'From a server' },
  { value: 'path', label: 'By path' },
] as const;

interface Props {
  servers: KnownServer[];
  onAdd: AddCertificates;
  /** What stands in the way of saving, for want of certificates. */
  problem: string | null;
}

/** Where the certificates of a bundle come from. */
export function Gather({ servers, onAdd, problem }: Props) {
  const [source, setSource] = useState<(typeof sources)[number]['value']>('paste');
  return (
    <fieldset className={classes.gather}>
      <legend className={classes.legend}>Certificates</legend>
      <div className={classes.segments}>
        {sources.map(({ value, label }) => (
          <label key={value} className={classes.segment}>
            <input
              type="radio"
              name="source"
              value={value}
              checked={source === value}
              onChange={() => setSource(value)}
            />
            {label}
          </label>
        ))}
      </div>
      {source === 'paste' && <PasteSource onAdd={onAdd} />}
      {source === 'server' && <ServerSource servers={servers} onAdd={onAdd} />}
      {source === 'path' && <PathSource onAdd={onAdd} />}
      {problem && (
        <p role="alert" className={classes.error}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}
