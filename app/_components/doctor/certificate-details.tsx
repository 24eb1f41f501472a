import type { ReportCertificate } from '@/lib/diagnosis/report';
import { BreakableName } from '../breakable-name';
import { CopyButton } from '../copy-button';
import { shortName } from '../distinguished-name';
import { dateWords } from '../time-words';
import classes from './certificate-details.module.css';

/** Everything about the certificates that were sent, in the order in which they came. */
export function CertificateDetails({ chain }: { chain: ReportCertificate[] }) {
  if (chain.length === 0) return null;
  const sent = chain.length === 1 ? 'the certificate' : `the ${chain.length} certificates`;
  return (
    <details className={classes.details}>
      <summary>All about {sent} as sent</summary>
      <ol className={classes.chain} start={0} aria-label="Certificates as sent">
        {chain.map((certificate) => (
          <li key={certificate.position} className={classes.certificate}>
            <p className={classes.head}>
              <span className={classes.name}>
                <span className={classes.position}>{certificate.position}</span> {shortName(certificate.subject)}
              </span>
              <CopyButton label="Copy PEM" text={certificate.pem} />
            </p>
            <dl className={classes.facts}>
              <Fact name="Subject" value={certificate.subject || 'none'} />
              <Fact name="Issuer" value={certificate.issuer || 'none'} />
              <Fact name="Names" value={certificate.subject_alt_names.join(', ') || 'none'} />
              <Fact
                name="Valid"
                value={`${dateWords(certificate.not_before)} to ${dateWords(certificate.not_after)}`}
              />
              <Fact name="CA" value={certificate.is_ca ? 'yes' : 'no'} />
              <Fact name="Key" value={`${certificate.public_key}, signed with ${certificate.signature_algorithm}`} />
              <Fact name="Serial" value={certificate.serial} isMono />
              <Fact name="SHA-256" value={certificate.sha256} isMono />
            </dl>
          </li>
        ))}
      </ol>
      <CopyButton label="Copy the chain as PEM" text={chain.map(({ pem }) => pem).join('')} />
    </details>
  );
}

function Fact({ name, value, isMono = false }: { name: string; value: string; isMono?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isMono ? classes.mono : undefined}>{isMono ? <BreakableName name={value} /> : value}</dd>
    </div>
  );
}
