import { clientNames } from '@/lib/diagnosis/client-labels';
import type { Finding, ReportTls, Rule } from '@/lib/diagnosis/report';
import { shortName } from '../distinguished-name';
import { StatusShape } from '../status-shape';
import classes from './finding-card.module.css';

const looks = {
  error: { shape: 'failed', word: 'Error' },
  warning: { shape: 'warning', word: 'Warning' },
  info: { shape: 'info', word: 'Note' },
} as const;

interface Props {
  finding: Finding;
  tls: Pick<ReportTls, 'chain' | 'path'> | null;
  /** Where marks and verdicts lead to. */
  id?: string;
}

export function FindingCard({ finding, tls, id }: Props) {
  const { code, severity, title, detail, fix, clients, rule } = finding;
  const { shape, word } = looks[severity];
  const about = certificateOf(finding, tls);
  return (
    <div className={classes.card} data-severity={severity} id={id}>
      <p className={classes.title}>
        <StatusShape shape={shape} size={15} />
        {title}
      </p>
      <p className={classes.meta}>
        {word} <code>{code}</code>
        {about && ` · ${about}`}
      </p>
      <p className={classes.text}>{detail}</p>
      {fix && (
        <p className={classes.text}>
          <strong>What to do:</strong> {fix}
        </p>
      )}
      {(rule || clients.length > 0) && (
        <p className={classes.meta}>
          {[clients.length > 0 && refusedBy(finding), rule && ruleWords(rule)].filter(Boolean).join(' · ')}
        </p>
      )}
    </div>
  );
}

function refusedBy({ clients }: Finding): string {
  return `${clientNames(clients)} ${clients.length === 1 ? 'refuses' : 'refuse'} because of it`;
}

function ruleWords({ section, openssl_code }: Rule): string {
  return `RFC 5280 section ${section} · OpenSSL ${openssl_code}`;
}

function certificateOf({ certificate, sha256 }: Finding, tls: Props['tls']): string | null {
  const sent = tls?.chain.find(({ position }) => position === certificate);
  if (sent) return `certificate ${sent.position}, ${shortName(sent.subject)}`;
  const known = sha256 === null ? undefined : tls?.path.find((node) => node.sha256 === sha256);
  return known ? `${shortName(known.subject)}, not sent` : null;
}
