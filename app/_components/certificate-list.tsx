import type { ReactNode } from 'react';
import type { BundleCertificate } from '@/lib/trust/describe';
import classes from './certificate-list.module.css';
import { shortName } from './distinguished-name';
import { StatusShape } from './status-shape';
import { dateWords, validity } from './time-words';

const SHOWN = 5;

interface RowsProps {
  certificates: BundleCertificate[];
  now: number;
}

interface Props extends RowsProps {
  title?: ReactNode;
}

/** The certificates of a bundle: what each is, and how long it still holds. */
export function CertificateList({ certificates, now, title }: Props) {
  const rest = certificates.slice(SHOWN);
  return (
    <div>
      <p className={classes.count}>
        {title ?? `${certificates.length === 1 ? '1 certificate' : `${certificates.length} certificates`} in the file`}
      </p>
      <Rows certificates={certificates.slice(0, SHOWN)} now={now} />
      {rest.length > 0 && (
        <details className={classes.more}>
          <summary>{rest.length} more</summary>
          <Rows certificates={rest} now={now} />
        </details>
      )}
    </div>
  );
}

function Rows({ certificates, now }: RowsProps) {
  return (
    <ul className={classes.list}>
      {certificates.map((certificate) => {
        const { tone, words } = validity(certificate.not_before, certificate.not_after, now);
        return (
          <li key={certificate.sha256} className={classes.certificate}>
            <span className={classes.name} title={certificate.subject}>
              {shortName(certificate.subject)}
            </span>
            <span className={classes.validity} data-tone={tone}>
              {tone !== 'ok' && <StatusShape shape={tone} size={13} />} {words}
              <span className={classes.date}> · {dateWords(certificate.not_after)}</span>
            </span>
            <span className={classes.kind}>
              {certificate.subject === certificate.issuer
                ? 'self-signed'
                : `issued by ${shortName(certificate.issuer)}`}
              {!certificate.is_ca && ', not a CA: trusts this one certificate only'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
