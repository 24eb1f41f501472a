import type { LabContext } from './context';
import { httpEntries } from './http-entries';
import { tlsEntries } from './tls-entries';
import type { TlsFront } from './tls-front';
import type { Bundle } from './tls-scenarios';

export interface Opened {
  url: string;
  front?: TlsFront;
  close(): Promise<void>;
}

export interface CatalogueEntry {
  name: string;
  title: string;
  /** The finding to expect with Lab Root CA as the trust; null: nothing to find. */
  expected: string | null;
  /** Whether Node connects with Lab Root CA as the trust, and lists tools. */
  connects: boolean;
  /** The bundle that makes it connect; null: none does. */
  connectsWith: Bundle | null;
  transport: 'http' | 'sse';
  /** Where it listens when ports are fixed. */
  fixedPort: number;
  open(context: LabContext, port: number): Promise<Opened>;
}

/** Everything the lab can start, in the order of its table. */
export const catalogue: CatalogueEntry[] = [...tlsEntries, ...httpEntries];
