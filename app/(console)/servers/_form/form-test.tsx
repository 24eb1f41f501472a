import { useEffect, useRef } from 'react';
import { type FieldPath, useFormContext, useWatch } from 'react-hook-form';
import type { ApplyRepair } from '@/app/_components/doctor/apply-repair';
import { applyToDraft } from '../_test/apply-to-draft';
import { ConnectionTest } from '../_test/connection-test';
import type { Connection } from '../_test/use-connection-test';
import { createRepairBundle } from '../actions';
import { changedLabels } from './changed-labels';
import type { ServerFormValues } from './form-values';

interface Props {
  connection: Connection;
  tested: ServerFormValues | null;
  /** Tests what the form says by then. */
  onRetest: () => void;
  className?: string;
}

/** Watches the whole form here, so that typing does not draw the form anew. */
export function FormTest({ connection, tested, onRetest, className }: Props) {
  const { control, getValues, setValue } = useFormContext<ServerFormValues>();
  const current = useWatch({ control }) as ServerFormValues;
  const changed = tested ? changedLabels(tested, current) : [];
  const box = useRef<HTMLDivElement>(null);
  const { phase } = connection.state;
  useEffect(() => {
    // Where it stands below the form, it would run out of sight.
    if (phase === 'running' && matchMedia('(max-width: 72em)').matches) box.current?.scrollIntoView({ block: 'start' });
  }, [phase]);

  const apply: ApplyRepair = async (repair, fingerprints) => {
    const url = getValues('url').trim();
    const server = URL.canParse(url) ? new URL(url).host : null;
    const confirmed = fingerprints.map((sha256) => ({ sha256, server }));
    const result = await applyToDraft(repair, url, (name, pem) => createRepairBundle(name, { pem, confirmed }));
    if (!result.ok) return result;
    const { values, changes } = result.value;
    for (const [field, value] of Object.entries(values)) {
      setValue(field as FieldPath<ServerFormValues>, value as never, { shouldDirty: true });
    }
    onRetest();
    return { ok: true, value: { changes } };
  };

  return (
    <div ref={box} className={className}>
      <ConnectionTest
        connection={connection}
        changed={changed}
        apply={apply}
        name={current.server_name.trim() || 'draft'}
      />
    </div>
  );
}
