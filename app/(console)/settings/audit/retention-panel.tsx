import { Panel } from '@/app/_components/panel';
import type { Retention } from '@/lib/audit/retention-schema';
import classes from './audit.module.css';
import { RetentionForm } from './retention-form';

export function RetentionPanel({ retention, canChange }: { retention: Retention; canChange: boolean }) {
  return (
    <Panel title="Retention">
      <p className={classes.retention}>
        {retention.keep_days === null
          ? 'Entries are kept for ever.'
          : `Entries are kept for ${retention.keep_days} days. Once a day, older ones are removed, and the log says so.`}
        {!canChange && ' An admin can change this.'}
      </p>
      {canChange && <RetentionForm key={retention.keep_days} retention={retention} />}
    </Panel>
  );
}
