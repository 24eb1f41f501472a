import type { FindingCode } from '../lib/diagnosis/codes';
import type { ClientId } from '../lib/diagnosis/profiles';
import type { LabContext } from './context';
import { httpEntries } from './http-entries';
import type { Bundle } from './scenarios/scenario';
import { tlsEntries } from './tls-entries';
import type { TlsFront } from './tls-front';

export interface Opened {
  url: string;
  front?: TlsFront;
  /** The certificates as sent, PEM; absent where they are those of Lab Root CA's good chain. */
  sent?: string;
  /** What its administrator hands out in place of Lab Root CA, PEM. */
  trust?: string;
  /** The bundle of `connectsWith: 'own'`, PEM. */
  repair?: string;
  close(): Promise<void>;
}

export interface CatalogueEntry {
  name: string;
  title: string;
  /** The client profiles that accept its chain and name, with Lab Root CA as the trust. */
  accepts: readonly ClientId[];
  /** All that is to be found with that trust. */
  findings: readonly FindingCode[];
  /** The one of them that a person has to hear first; null: nothing to find. */
  expected: FindingCode | null;
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
