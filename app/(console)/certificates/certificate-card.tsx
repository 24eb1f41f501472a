import type { ReactNode } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { shortName } from '@/app/_components/distinguished-name';
import { fingerprintGroups } from '@/app/_components/doctor/repair-words';
import { StatusShape } from '@/app/_components/status-shape';
import { dateWords, validity } from '@/app/_components/time-words';
import type { CertificateRecord } from '@/lib/bundles/dto';
import classes from './certificate-card.module.css';

interface Props {
  certificate: CertificateRecord;
  now: number;
  /** Beside the name. */
  action?: ReactNode;
  /** Below all the rest. */
  children?: ReactNode;
}

const SHOWN_NAMES = 6;

/** A certificate of a bundle: what it is, how long it holds, and its fingerprint. */
export function CertificateCard({ certificate, now, action, children }: Props) {
  const { subject, issuer, kind, public_key, sha256, subject_alt_names: names } = certificate;
  const isSelfIssued = subject === issuer;
  return (
    <article className={classes.card} aria-label={shortName(subject)}>
      <div className={classes.head}>
        <div className={classes.words}>
          <p className={classes.name} title={subject}>
            {shortName(subject)}
          </p>
          <p className={classes.small}>
            <span className={classes.kind} data-kind={kind}>
              {kind}
            </span>{' '}
            {isSelfIssued ? 'self-signed' : `issued by ${shortName(issuer)}`} · {public_key}
          </p>
        </div>
        {action}
      </div>
      <Validity certificate={certificate} now={now} />
      <dl className={classes.facts}>
        <div>
          <dt>Subject</dt>
          <dd>{subject || 'none'}</dd>
        </div>
        {!isSelfIssued && (
          <div>
            <dt>Issuer</dt>
            <dd>{issuer || 'none'}</dd>
          </div>
        )}
        {names.length > 0 && (
          <div>
            <dt>Names</dt>
            <dd>
              {names.slice(0, SHOWN_NAMES).join(', ')}
              {names.length > SHOWN_NAMES && ` and ${names.length - SHOWN_NAMES} more`}
            </dd>
          </div>
        )}
        <div>
          <dt>SHA-256</dt>
          <dd className={classes.fingerprint}>
            <Fingerprint sha256={sha256} />
            <CopyButton label="Copy fingerprint" text={sha256} />
          </dd>
        </div>
      </dl>
      {children}
    </article>
  );
}

/** Breaks between groups of four bytes, as it is read aloud. */
function Fingerprint({ sha256 }: { sha256: string }) {
  const groups = fingerprintGroups(sha256);
  return (
    <code>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none ever moves
        <span key={index}>{index < groups.length - 1 ? `${group}:` : group}</span>
      ))}
    </code>
  );
}

function Validity({ certificate, now }: { certificate: CertificateRecord; now: number }) {
  const { not_before: from, not_after: to } = certificate;
  const { tone, words } = validity(from, to, now);
  return (
    <div className={classes.validity} data-tone={tone}>
      <p className={classes.left}>
        {tone !== 'ok' && <StatusShape shape={tone} size={13} />}
        <span>{words}</span>
        <span className={classes.dates}>
          {dateWords(from)} to {dateWords(to)}
        </span>
      </p>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${passedPercent(from, to, now)}%` }} />
      </span>
    </div>
  );
}

function passedPercent(from: string, to: string, now: number): number {
  const share = (now - Date.parse(from)) / (Date.parse(to) - Date.parse(from));
  return Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 100) : 100;
}
