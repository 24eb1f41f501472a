import { CopyButton } from '@/app/_components/copy-button';
import { shortName } from '@/app/_components/distinguished-name';
import { StatusShape } from '@/app/_components/status-shape';
import { dateWords, validity } from '@/app/_components/time-words';
import type { ReportCertificate, ReportTls } from '@/lib/diagnosis/report';
import classes from './details.module.css';

interface Props {
  tls: ReportTls;
  now: number;
  isOpen: boolean;
}

/** The chain in the order it came over the wire. */
export function Chain({ tls, now, isOpen }: Props) {
  const { chain } = tls;
  return (
    <details open={isOpen} className={classes.details}>
      <summary>Sent by the server: {chain.length === 1 ? '1 certificate' : `${chain.length} certificates`}</summary>
      <ol className={classes.chain} aria-label="Certificates as sent" start={0}>
        {chain.map((certificate) => (
          <Certificate key={certificate.position} certificate={certificate} now={now} />
        ))}
      </ol>
    </details>
  );
}

function Certificate({ certificate, now }: { certificate: ReportCertificate; now: number }) {
  const { tone, words } = validity(certificate.not_before, certificate.not_after, now);
  const names = certificate.subject_alt_names.join(', ');
  return (
    <li className={classes.certificate}>
      <p className={classes.subject}>
        <span>{shortName(certificate.subject)}</span>
        <span className={classes.validity} data-tone={tone}>
          {tone !== 'ok' && <StatusShape shape={tone} size={13} />} {words}
        </span>
      </p>
      <p className={classes.small}>
        {kindOf(certificate)}
        {certificate.subject === certificate.issuer ? ', self-signed' : `, issued by ${shortName(certificate.issuer)}`}
      </p>
      <details className={classes.inner}>
        <summary>
          All of it<span className="sr-only"> about {shortName(certificate.subject)}</span>
        </summary>
        <dl className={classes.facts}>
          <Fact name="Subject" value={certificate.subject} />
          <Fact name="Issuer" value={certificate.issuer} />
          <Fact name="Names" value={names || 'none'} />
          <Fact name="Valid" value={`${dateWords(certificate.not_before)} to ${dateWords(certificate.not_after)}`} />
          <Fact name="Key" value={`${certificate.public_key}, signed with ${certificate.signature_algorithm}`} />
          <Fact name="Serial" value={certificate.serial} isMono />
          <Fact name="SHA-256" value={certificate.sha256} isMono />
        </dl>
        <CopyButton label="Copy PEM" text={certificate.pem} />
      </details>
    </li>
  );
}

function kindOf({ is_ca, subject, issuer, position }: ReportCertificate): string {
  if (!is_ca) return position === 0 ? 'leaf' : 'not a CA';
  return subject === issuer ? 'root' : 'intermediate';
}

function Fact({ name, value, isMono = false }: { name: string; value: string; isMono?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isMono ? classes.mono : undefined}>{value}</dd>
    </div>
  );
}
