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
  return <ConnectionTest connection={connection} changed={changed} className={className} />;
}
