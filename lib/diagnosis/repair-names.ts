import { resolveHost } from '../mcp/resolve-host';
import { redactUrl } from '../servers/url';
import { trialTrust } from '../trust/trial';
import { captureChain } from './capture';
import { usableNames } from './name-near-miss';
import type { RepairQuestion } from './repair-question';
import { acceptedWith, helps } from './repair-trial';
import type { Repair } from './report';

const MAX_NAMES = 3;

/**
 * The URL with a name that the certificate is for, where that name leads to a server whose chain is accepted under it.
 * Each is looked up, checked and dialled like any server, and offered only when the handshake succeeds.
 */
export async function nameRepairs(question: RepairQuestion): Promise<Repair[]> {
  const { url, where, chain, host, findings } = question;
  const [leaf] = chain;
  if (!leaf || !url || !where || !host || !findings.some(({ code }) => code === 'hostname_mismatch')) return [];
  const names = usableNames(leaf.x509, host).slice(0, MAX_NAMES);
  const repairs = await Promise.all(names.map((name) => withName(question, url, where.port, name)));
  return repairs.flatMap((repair) => repair ?? []);
}

async function withName(question: RepairQuestion, url: URL, port: number, name: string): Promise<Repair | null> {
  const { trust, signal } = question;
  const addresses = await resolveHost(name).catch(() => null);
  if (!addresses) return null;
  const isBundle = trust.bundle !== null;
  const own = isBundle ? (trust.bundle?.certificates ?? []) : trust.anchors;
  const trial = trialTrust(own, trust.hasPublicRoots && isBundle);
  const seen = await captureChain({ host: name, port, addresses }, trial, signal);
  if (!seen?.authorized) return null;
  const acceptedBy = await acceptedWith(question, seen.chain, trust.anchors, name);
  const all = acceptedBy.length > 0 ? acceptedBy : (['node-partial'] as const);
  if (!helps(question, [...all])) return null;
  const changed = new URL(url);
  changed.hostname = name.includes(':') ? `[${name}]` : name;
  return {
    id: `use_name:${name}`,
    kind: 'use_name',
    title: `Use ${name} in the URL`,
    detail: `The certificate is for ${name}, and the server answers under that name.`,
    proven: true,
    rehearsed: false,
    ssl_verify: null,
    ca_bundle_id: null,
    url: redactUrl(changed.href, '[set]'),
    bundle_pem: null,
    accepted_by: [...all],
    compare: [],
    steps: [],
  };
}
