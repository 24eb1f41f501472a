import type { X509Certificate } from 'node:crypto';
import { readCertificate } from '../x509/certificate';
import { buildPath, type CertificationPath } from '../x509/path';
import type { AnchorSet } from './anchor-set';
import { chainErrors } from './chain-findings';
import { chainNotes } from './chain-notes';
import type { ChainQuestion } from './chain-question';
import { judge, type Refusal } from './judge';
import { pathNodes } from './path-nodes';
import type { ClientVerdict, Finding, Judge, PathNode } from './report';
import { strictFindings } from './strict-findings';
import { unexplainedFindings } from './unexplained-findings';

export interface Case {
  /** As sent, leaf first. Not empty. */
  chain: readonly X509Certificate[];
  trust: AnchorSet;
  /** The URL's host name without brackets. */
  /** Null: no name is compared. */
  host: string | null;
  /** Whether the connection itself was refused because of the chain. */
  isRefused: boolean;
  now: Date;
}

export interface ChainDiagnosis {
  findings: Finding[];
  clients: ClientVerdict[];
  judge: Judge;
  path: CertificationPath;
  nodes: PathNode[];
}

/**
 * The whole truth about a chain: what every kind of client says (`openssl verify` and each client's own rules for
 * names), every defect in it, not the first only, and for each the profiles that refuse because of it. A defect is an
 * error when the connection was refused for it, a warning when only others refuse, a note when nobody does.
 */
export async function diagnose(question: Case): Promise<ChainDiagnosis> {
  const { trust, host, now } = question;
  const chain = question.chain.map(readCertificate);
  const {
    clients,
    hidden,
    judge: judgedBy,
  } = await judge({ chain: question.chain, anchors: trust.anchors, host, now });
  const asked: ChainQuestion = {
    chain,
    anchors: trust.anchors,
    chosen: trust.chosen,
    rootsName: trust.name,
    host,
    now,
  };
  const path = buildPath(chain, trust.anchors, now);
  const strict = strictFindings(asked, clients);
  const defects = [...chainErrors(asked, path).filter((one) => !isSaidBetter(one, strict)), ...strict];
  const settled = defects.flatMap((one) => settle(one, clients, question.isRefused));
  const rest = unexplainedFindings(asked, settled, [...clients.flatMap(refusal), ...hidden], question.isRefused);
  return {
    findings: bySeverity([...settled, ...rest, ...chainNotes(chain, now)]),
    clients,
    judge: { ...judgedBy, note: judgedBy.note ?? trust.note },
    path,
    nodes: pathNodes(asked, path, trust),
  };
}

/** A signature that cannot fit, because the certificate states two algorithms for it, says nothing about keys. */
function isSaidBetter({ code, sha256 }: Finding, strict: Finding[]): boolean {
  const isAboutKey = code === 'signature_mismatch';
  return isAboutKey && strict.some((one) => one.code === 'signature_algorithm_mismatch' && one.sha256 === sha256);
}

/** A profile that accepts the chain does not mind the defect, whatever its rules seem to say. */
function settle(found: Finding, verdicts: ClientVerdict[], isRefused: boolean): Finding[] {
  const accepting = verdicts.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client);
  const clients = found.clients.filter((client) => !accepting.includes(client));
  if (isRefused && found.clients.includes('node-partial')) return [{ ...found, clients, severity: 'error' }];
  if (clients.length > 0) return [{ ...found, clients, severity: 'warning' }];
  return found.rule ? [{ ...found, clients, severity: 'info' }] : [];
}

const order = { error: 0, warning: 1, info: 2 };

export function bySeverity(findings: Finding[]): Finding[] {
  return findings.toSorted((one, other) => order[one.severity] - order[other.severity]);
}

function refusal({ client, verdict, code, depth, reason }: ClientVerdict): Refusal[] {
  if (verdict !== 'reject' || code === null) return [];
  return [{ client, code, depth: depth ?? 0, reason: reason ?? '' }];
}
