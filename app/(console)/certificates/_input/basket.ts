import type { CertificateRecord } from '@/lib/bundles/dto';

/** A certificate on its way into a bundle. */
export interface Gathered {
  certificate: CertificateRecord;
  /** "pasted", "corp.pem", "mcp.corp.example:443" */
  from: string;
  /** The server that alone has shown it: its fingerprint is to be compared first. Null for all else. */
  server: string | null;
  isCompared: boolean;
}

export type Basket = readonly Gathered[];

type Step =
  | { type: 'add'; certificates: CertificateRecord[]; from: string; server: string | null }
  | { type: 'remove'; sha256: string }
  | { type: 'compare'; sha256: string; isCompared: boolean };

/** Certificates from wherever they came, each once. */
export function basketReducer(basket: Basket, step: Step): Basket {
  if (step.type === 'remove') return basket.filter(({ certificate }) => certificate.sha256 !== step.sha256);
  if (step.type === 'compare') {
    return basket.map((one) =>
      one.certificate.sha256 === step.sha256 ? { ...one, isCompared: step.isCompared } : one,
    );
  }
  const { certificates, from, server } = step;
  const given = new Set(certificates.map(({ sha256 }) => sha256));
  // What comes a second time, and not from a server, was shown by somebody else as well.
  const known = basket.map((one) => (server === null && given.has(one.certificate.sha256) ? { ...one, server } : one));
  const has = new Set(known.map(({ certificate }) => certificate.sha256));
  const added = certificates.filter(({ sha256 }) => !has.has(sha256));
  return [...known, ...added.map((certificate) => ({ certificate, from, server, isCompared: false }))];
}

/** The certificates whose fingerprint is still to be compared. */
export function uncompared(basket: Basket): Gathered[] {
  return basket.filter(({ server, isCompared }) => server !== null && !isCompared);
}

/** What is saved: the certificates, and who stands behind those that only a server has shown. */
export function contentOf(basket: Basket): { pem: string; confirmed: { sha256: string; server: string }[] } {
  return {
    pem: basket.map(({ certificate }) => certificate.pem).join(''),
    confirmed: basket.flatMap(({ certificate: { sha256 }, server, isCompared }) =>
      server !== null && isCompared ? [{ sha256, server }] : [],
    ),
  };
}
