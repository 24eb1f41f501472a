import { shortName } from '@/app/_components/distinguished-name';
import { StatusShape } from '@/app/_components/status-shape';
import type { Finding, ReportCertificate } from '@/lib/diagnosis/report';
import classes from './finding-card.module.css';

const looks = {
  error: { shape: 'failed', word: 'Error' },
  warning: { shape: 'warning', word: 'Warning' },
  info: { shape: 'info', word: 'Note' },
} as const;

export function FindingCard({ finding, chain }: { finding: Finding; chain: ReportCertificate[] }) {
  const { shape, word } = looks[finding.severity];
  const certificate = chain.find(({ position }) => position === finding.certificate);
  return (
    <div className={classes.card} data-severity={finding.severity}>
      <p className={classes.title}>
        <StatusShape shape={shape} size={15} />
        {finding.title}
      </p>
      <p className={classes.meta}>
        {word} <code>{finding.code}</code>
        {certificate && ` · certificate ${certificate.position}, ${shortName(certificate.subject)}`}
      </p>
      <p>{finding.detail}</p>
      {finding.fix && (
        <p>
          <strong>What to do:</strong> {finding.fix}
        </p>
      )}
      {finding.clients.length > 0 && <p className={classes.meta}>Refused by {finding.clients.join(', ')}</p>}
    </div>
  );
}
