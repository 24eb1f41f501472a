import type { Diagnosis, Finding, PathNode, ReportCertificate } from '@/lib/diagnosis/report';
import { shortName } from '../distinguished-name';
import { markWords } from './mark-words';

export type Group = 'sent' | 'not_sent' | 'bundle' | 'public_roots';

export interface Mark {
  code: Finding['code'];
  severity: Finding['severity'];
  words: string;
  title: string;
  /** Its place in the report's findings. */
  finding: number;
}

/** One certificate of the picture, or the gap where one is missing. */
export interface PictureNode {
  key: string;
  group: Group;
  /** "mcp.corp.example" */
  name: string;
  subject: string;
  issuer: string | null;
  kind: string;
  isMissing: boolean;
  isAnchor: boolean;
  notBefore: string | null;
  notAfter: string | null;
  publicKey: string | null;
  marks: Mark[];
  /** How it hangs together with the next one. */
  link: 'signed by' | 'not signed by' | 'signed by itself' | null;
}

export interface Picture {
  path: PictureNode[];
  /** Sent, but part of no path. */
  unused: PictureNode[];
}

/** These are about what follows the certificate they name: they stand at the gap, or where a path without trust ends. */
const ofTheGap: readonly Finding['code'][] = ['missing_intermediate', 'unknown_ca'];

/** What there is to draw of a chain. A report of an older version has no path: its chain stands as it was sent. */
export function pictureOf({ tls, findings }: Pick<Diagnosis, 'tls' | 'findings'>): Picture {
  if (!tls) return { path: [], unused: [] };
  const nodes = tls.path.length > 0 ? tls.path : tls.chain.map(asSent);
  const used = new Set(nodes.map(({ position }) => position));
  const known = new Set(nodes.map(({ sha256 }) => sha256));
  const end = nodes.at(-1);
  const gap = nodes.find(({ origin }) => origin === 'missing') ?? (end?.is_anchor ? null : end) ?? null;
  const left = tls.chain.filter(({ position, sha256 }) => !used.has(position) && !known.has(sha256)).map(asSent);
  return {
    path: nodes.map((node, index) => ({
      ...drawn(node, marksOf(node, gap, findings)),
      link: linkOf(node, nodes[index + 1]),
    })),
    unused: left.map((node) => drawn(node, marksOf(node, gap, findings))),
  };
}

function asSent(certificate: ReportCertificate): PathNode {
  const { position, subject, issuer, is_ca, not_before, not_after, sha256, public_key } = certificate;
  const role = position === 0 || !is_ca ? 'leaf' : subject === issuer ? 'root' : 'intermediate';
  return {
    origin: 'sent',
    role,
    position,
    is_anchor: false,
    subject,
    issuer,
    not_before,
    not_after,
    sha256,
    public_key,
  };
}

function drawn(node: PathNode, marks: Mark[]): PictureNode {
  const isSelfSigned = node.subject !== '' && node.subject === node.issuer;
  // Of an issuer that nobody here knows there is a name, and no telling whether it is a root.
  const isUnknown = node.origin === 'missing' && marks.some(({ code }) => code === 'unknown_ca');
  const role = isUnknown ? 'issuer' : node.role === 'leaf' && isSelfSigned ? 'self-signed leaf' : node.role;
  return {
    key: `${node.position ?? ''} ${node.sha256 ?? node.subject}`,
    group: node.origin === 'missing' ? 'not_sent' : node.origin,
    name: shortName(node.subject),
    subject: node.subject || 'no name',
    issuer: node.issuer,
    kind: node.origin !== 'sent' && node.position !== null ? `${role}, sent too` : role,
    isMissing: node.origin === 'missing',
    isAnchor: node.is_anchor,
    notBefore: node.not_before,
    notAfter: node.not_after,
    publicKey: node.public_key,
    marks,
    link: null,
  };
}

function linkOf(node: PathNode, next: PathNode | undefined): PictureNode['link'] {
  if (next) return node.issuer === null || node.issuer === next.subject ? 'signed by' : 'not signed by';
  return node.subject !== '' && node.subject === node.issuer ? 'signed by itself' : null;
}

function marksOf(node: PathNode, gap: PathNode | null, findings: Finding[]): Mark[] {
  const marks = findings.flatMap((finding, index) => {
    const isHere = gap && ofTheGap.includes(finding.code) ? node === gap : concerns(finding, node);
    const { code, severity, title } = finding;
    return isHere ? [{ code, severity, words: wordsAt(node, finding), title, finding: index }] : [];
  });
  return marks.sort((a, b) => weight[a.severity] - weight[b.severity]);
}

function wordsAt(node: PathNode, finding: Finding): string {
  if (node.origin !== 'missing') return markWords(finding);
  return finding.code === 'unknown_ca' ? 'missing, not trusted' : 'missing';
}

const weight = { error: 0, warning: 1, info: 2 };

function concerns({ sha256, certificate }: Finding, node: PathNode): boolean {
  if (sha256 !== null && node.sha256 !== null) return sha256 === node.sha256;
  return certificate !== null && certificate === node.position;
}
