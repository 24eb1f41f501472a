import type { ToSend } from '../certificates/_input/read-file';

export interface InspectValues {
  subject: 'address' | 'chain';
  address: string;
  /** PEM text, or base64 of a file of another form. */
  chain: string;
  host: string;
  trust: 'default' | 'bundle' | 'roots';
  bundleId: string;
  roots: string;
}

export const noValues: InspectValues = {
  subject: 'address',
  address: '',
  chain: '',
  host: '',
  trust: 'default',
  bundleId: '',
  roots: '',
};

export type InspectField = 'address' | 'chain' | 'host' | 'roots' | 'ca_bundle_id';

/** What the form says, under wire names. */
export function inputOf({ subject, address, chain, host, trust, bundleId, roots }: InspectValues): object {
  return {
    ...(subject === 'address' ? { address: address.trim() } : { chain, ...(host.trim() && { host: host.trim() }) }),
    ...(trust === 'bundle' && { ca_bundle_id: bundleId }),
    ...(trust === 'roots' && { roots }),
  };
}

/** What the form can tell before it asks; null when nothing stands in the way. */
export function missing(values: InspectValues): { field: InspectField; message: string } | null {
  const { subject, address, chain, trust, bundleId, roots } = values;
  if (subject === 'address' && address.trim() === '') return { field: 'address', message: 'Address is empty' };
  if (subject === 'chain' && chain.trim() === '') return { field: 'chain', message: 'Chain is empty' };
  if (trust === 'bundle' && bundleId === '') return { field: 'ca_bundle_id', message: 'Choose a bundle' };
  if (trust === 'roots' && roots.trim() === '') return { field: 'roots', message: 'Roots are empty' };
  return null;
}

/** A file as it stands in a text field. */
export function fieldText(input: ToSend): string {
  return 'pem' in input ? input.pem : input.content_base64;
}
