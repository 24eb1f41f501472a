import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { ConnectionTest } from '../_test/connection-test';
import type { Connection } from '../_test/use-connection-test';
import { changedLabels } from './changed-labels';
import type { ServerFormValues } from './form-values';

interface Props {
  connection: Connection;
  tested: ServerFormValues | null;
  className?: string;
}

/** Watches the whole form here, so that typing does not draw the form anew. */
export function FormTest({ connection, tested, className }: Props) {
  const { control } = useFormContext<ServerFormValues>();
  const current = useWatch({ control }) as ServerFormValues;
  const changed = tested ? changedLabels(tested, current) : [];
  const box = useRef<HTMLDivElement>(null);
  const { phase } = connection.state;
  useEffect(() => {
    // Where it stands below the form, it would run out of sight.
    if (phase === 'running' && matchMedia('(max-width: 72em)').matches) box.current?.scrollIntoView({ block: 'start' });
  }, [phase]);
  return (
    <div ref={box} className={className}>
      <ConnectionTest connection={connection} changed={changed} />
    </div>
  );
}
