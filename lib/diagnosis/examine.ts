import type { X509Certificate } from 'node:crypto';
import type { Destination } from '../trust/open-socket';
import type { ResolvedTrust } from '../trust/resolve';
import { readCertificate } from '../x509/certificate';
import { type AnchorSet, anchorSetOf } from './anchor-set';
import { chainNotes } from './chain-notes';
import { type ChainDiagnosis, diagnose } from './diagnose';
import type { KnownCertificates } from './known-certificates';
import { findRepairs } from './repairs';
import type { Diagnosis } from './report';

/** A chain that was seen, with where it came from. */
export interface Patient {
  /** As sent, leaf first. Not empty. */
  chain: readonly X509Certificate[];
  trust: ResolvedTrust;
  url: URL;
  /** Where the chain came from. Repairs are tried there. */
  where: Destination;
  /** Whether verification refused the connection. */
  isRefused: boolean;
  known: KnownCertificates;
  signal: AbortSignal | undefined;
}

export type Examination = Pick<ChainDiagnosis, 'nodes'> & Omit<Diagnosis, 'tls'>;

/** The examination of a connection that showed no chain. */
export const nothingSeen: Examination = { findings: [], clients: [], judge: null, nodes: [], repairs: [] };

/** Diagnoses a chain and, when somebody refuses it, looks for repairs. Rejects with the signal's reason when aborted. */
export async function examine(patient: Patient): Promise<Examination> {
  const anchors = await anchorSetOf(patient.trust);
  const now = new Date();
  if (!anchors) {
    return { ...nothingSeen, findings: chainNotes(patient.chain.map(readCertificate), now) };
  }
  return examineAgainst(anchors, { ...patient, host: patient.where.host, now });
}

/** The same for a chain that may come from anywhere, against any anchors. */
export async function examineAgainst(
  trust: AnchorSet,
  patient: Omit<Patient, 'trust' | 'url' | 'where'> & {
    host: string | null;
    url: URL | null;
    where: Destination | null;
    now: Date;
  },
): Promise<Examination> {
  const { host, now, known, signal } = patient;
  const { findings, clients, judge, path, nodes } = await diagnose({ ...patient, trust });
  signal?.throwIfAborted();
  const isAccepted = !patient.isRefused && clients.every(({ verdict }) => verdict !== 'reject');
  const question = {
    chain: patient.chain.map(readCertificate),
    trust,
    host,
    url: patient.url,
    where: patient.where,
    path,
    findings,
    accepting: clients.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client),
    now,
    signal,
  };
  const repairs = isAccepted ? [] : await findRepairs({ ...question, known: await known() });
  return { findings, clients, judge, nodes, repairs };
}
