import { type Certificate, isoTime } from '../x509/certificate';
import type { CertificationPath } from '../x509/path';
import type { AnchorSet } from './anchor-set';
import { type ChainQuestion, position } from './chain-question';
import type { PathNode } from './report';

/** The path as it is drawn: every certificate with where it came from, and the gap where one is missing. Pure. */
export function pathNodes(question: ChainQuestion, path: CertificationPath, trust: AnchorSet): PathNode[] {
  const { certificates, end } = path;
  const nodes = certificates.map((certificate, depth) =>
    nodeOf(question, certificate, depth, end === 'anchored' && depth === certificates.length - 1, trust),
  );
  const last = certificates.at(-1);
  if (!last || end === 'anchored' || end === 'self_signed' || end === 'circle') return nodes;
  return [
    ...nodes,
    {
      origin: 'missing',
      role: 'intermediate',
      position: null,
      is_anchor: false,
      subject: last.issuer,
      issuer: null,
      not_before: null,
      not_after: null,
      sha256: null,
      public_key: null,
    },
  ];
}

function nodeOf(
  question: ChainQuestion,
  certificate: Certificate,
  depth: number,
  isAnchor: boolean,
  trust: AnchorSet,
): PathNode {
  const { x509, subject, issuer, publicKey, isSelfIssued } = certificate;
  const at = position(question, certificate);
  const isOwn = trust.bundle?.certificates.some(({ fingerprint256 }) => fingerprint256 === x509.fingerprint256);
  return {
    origin: at !== null ? 'sent' : isOwn ? 'bundle' : 'public_roots',
    role: depth === 0 ? 'leaf' : isSelfIssued ? 'root' : 'intermediate',
    position: at,
    is_anchor: isAnchor,
    subject,
    issuer,
    not_before: isoTime(x509.validFrom),
    not_after: isoTime(x509.validTo),
    sha256: x509.fingerprint256,
    public_key: publicKey,
  };
}
