import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import type { Issued } from './certificates';
import { reissueTbs } from './der';
import type { Family } from './many-certificates';
import { cutUp, editElements, someCuts, someEdits } from './mutations';

/** A chain as somebody might send it, and what is trusted; any of them may have been changed. */
export interface MutatedChain {
  sent: X509Certificate[];
  anchors: X509Certificate[];
}

/** Which changes a certificate went through. */
const change = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('signed' as const), edits: someEdits }),
    fc.record({ kind: fc.constant('signed' as const), edits: someEdits }),
    fc.record({ kind: fc.constant('broken' as const), edits: someEdits }),
    fc.record({ kind: fc.constant('cut' as const), cuts: someCuts }),
  ),
  { freq: 2 },
);
type Change = Exclude<typeof change extends fc.Arbitrary<infer T> ? T : never, null>;

/** Of what a chain is made, before there are certificates. */
export const chainPlan = fc.record({
  family: fc.nat({ max: 1000 }),
  odd: fc.option(fc.nat({ max: 1000 }), { freq: 3 }),
  order: fc.constantFrom('lic', 'lci', 'l', 'li', 'lir', 'lri', 'il', 'lill', 'r', 'lc'),
  trusted: fc.constantFrom('r', 'i', 'ri', 'l', 'lr', 'c', '', 'rc'),
  changes: fc.record({ l: change, i: change, c: fc.option(change), r: fc.option(change, { freq: 1 }) }),
});
type Plan = typeof chainPlan extends fc.Arbitrary<infer T> ? T : never;

type Letter = 'l' | 'i' | 'c' | 'r';

/** What Node cannot read at all is left as it was: no socket would bring it this far. */
export function chainOf({ families, odd }: { families: Family[]; odd: Issued[] }, plan: Plan): MutatedChain {
  const { leaf, intermediate, cross, root } = families[plan.family % families.length] as Family;
  const top = plan.odd === null ? null : (odd[plan.odd % odd.length] as Issued);
  const issuers: Record<Letter, Issued> = { l: intermediate, i: root, c: root, r: root };
  const own: Record<Letter, Issued> = { l: top ?? leaf, i: intermediate, c: cross, r: root };
  const made = new Map<string, X509Certificate>();
  const get = (letter: string) => {
    const known = made.get(letter);
    if (known) return known;
    const name = letter as Letter;
    const signer = name === 'l' && top ? root : issuers[name];
    const certificate = changed(own[name], signer, plan.changes[name]);
    made.set(letter, certificate);
    return certificate;
  };
  return { sent: [...plan.order].map(get), anchors: [...plan.trusted].map(get) };
}

function changed({ certificate }: Issued, signer: Issued, change: Change | null): X509Certificate {
  const der = Buffer.from(certificate.rawData);
  try {
    return new X509Certificate(change ? apply(der, signer, change) : der);
  } catch {
    return new X509Certificate(der);
  }
}

function apply(der: Buffer, { keyPem }: Issued, change: Change): Buffer {
  if (change.kind === 'cut') return cutUp(der, change.cuts);
  if (change.kind === 'broken') return editElements(der, change.edits);
  return reissueTbs(der, (tbs) => editElements(tbs, change.edits), keyPem, 'SHA-256');
}

/** As text that makes the same chain again. */
export function describeChain({ sent, anchors }: MutatedChain): string {
  const text = (certificates: X509Certificate[]) => certificates.map((one) => one.toString()).join('');
  return `sent\n${text(sent)}trusted\n${text(anchors)}`;
}
