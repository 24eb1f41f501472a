import { Checkbox } from '@mantine/core';
import { Button } from '@/app/_components/button';
import { shortName } from '@/app/_components/distinguished-name';
import { CertificateCard } from '../certificate-card';
import type { Basket } from './basket';
import classes from './input.module.css';

interface Props {
  basket: Basket;
  now: number;
  /** Saving was asked for, and a fingerprint is still to be compared. */
  isComparisonDue: boolean;
  onRemove: (sha256: string) => void;
  onCompare: (sha256: string, isCompared: boolean) => void;
}

/** What will be in the bundle. */
export function BasketList({ basket, now, isComparisonDue, onRemove, onCompare }: Props) {
  return (
    <ul className={classes.cards} aria-label="Certificates of the bundle">
      {basket.map(({ certificate, from, server, isCompared }) => (
        <li key={certificate.sha256}>
          <CertificateCard
            certificate={certificate}
            now={now}
            action={
              <Button
                size="small"
                onClick={() => onRemove(certificate.sha256)}
                aria-label={`Remove ${shortName(certificate.subject)}`}
              >
                Remove
              </Button>
            }
          >
            {server === null ? (
              <p className={classes.hint}>From: {from}</p>
            ) : (
              <div className={classes.compare}>
                <p>
                  Only {server} has shown it. Whoever stands between could have sent another: ask the CA's owner for the
                  fingerprint, over another way than this connection.
                </p>
                <Checkbox
                  label="I compared this fingerprint with the one the CA's owner gave me"
                  checked={isCompared}
                  onChange={(event) => onCompare(certificate.sha256, event.currentTarget.checked)}
                  error={isComparisonDue && !isCompared ? 'Compare the fingerprint before this is saved' : undefined}
                />
              </div>
            )}
          </CertificateCard>
        </li>
      ))}
    </ul>
  );
}
