import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { getBundle } from '../bundles/get';
import { MAX_BUNDLE_CERTIFICATES } from '../bundles/schema';
import { inspectPasted, inspectServer } from '../diagnosis/inspect';
import type { Diagnosis } from '../diagnosis/report';
import { AppError } from '../errors';
import { MAX_CHAIN } from '../mcp/connector';
import { bareHost } from '../mcp/destination';
import { parseInput, refuse } from '../servers/parse-input';
import { type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { decisionSentence } from '../trust/sentence';
import { trialTrust } from '../trust/trial';
import { TrustError } from '../trust/trust-error';
import { CertificatesError } from '../x509/certificates-error';
import { issuerCircle } from '../x509/issuer-circle';
import { readCertificates } from '../x509/read-certificates';
import { checkLimit } from './check-limit';
import { knownCertificates } from './known-certificates';

const MAX_TEXT = 2 * 1024 * 1024;

const text = z.string().max(MAX_TEXT, 'larger than 2 MiB').nullish();

const inspectionSchema = z.object({
  address: z.string().trim().max(2000).nullish(),
  chain: text,
  host: z.string().trim().max(255).nullish(),
  roots: text,
  ca_bundle_id: z.string().max(200).nullish(),
});

interface Options {
  actor: Actor;
  /**
   * Either `address` ("host", "host:port" or an https URL): its chain is fetched; or `chain`: PEM text or base64 of a DER
   * or PKCS#7 file, with `host`, the name that clients would use. `roots` (like `chain`) or `ca_bundle_id`: what is
   * trusted; without both as for a server with TLS verification Default.
   */
  input: unknown;
  signal?: AbortSignal;
}

export interface Inspection extends Diagnosis {
  /** "mcp.corp.example:443", "a chain of 2 certificates" */
  subject: string;
  checked_at: string;
  /** "Verified against the public roots, because nothing else is set." */
  sentence: string;
  /** Whether Vouch itself would accept it. */
  ok: boolean;
}

/** The doctor for a chain that belongs to no registered server. Nothing is stored. Throws AppError `bad_input`, `not_found`. */
export const inspectChain = verb(
  { name: 'checks.inspect', role: 'operator' },
  async ({ actor, input, signal }: Options): Promise<Inspection> => {
    const { address, chain, host, roots, ca_bundle_id } = parseInput(inspectionSchema, input, 'an inspection');
    if (Boolean(address) === Boolean(chain)) {
      throw refuse([{ path: ['address'], message: 'give either an address or a chain', type: 'custom' }]);
    }
    const { trust, sentence } = await trusted(actor, roots, ca_bundle_id);
    const options = { trust, known: knownCertificates(null), signal };
    const checked_at = new Date().toISOString();
    if (address) {
      const url = urlOf(address);
      const seen = await checkLimit.run(() => inspectServer({ ...options, url }), signal);
      return withResult(seen, { subject: url.host, checked_at, sentence });
    }
    const certificates = certificatesIn(chain ?? '', 'chain');
    if (certificates.length > MAX_CHAIN) {
      const message = `holds ${certificates.length} certificates; a chain has at most ${MAX_CHAIN}`;
      throw refuse([{ path: ['chain'], message, type: 'too_big' }]);
    }
    const subject =
      certificates.length === 1 ? 'a chain of 1 certificate' : `a chain of ${certificates.length} certificates`;
    const name = hostOf(host);
    const diagnosis = await checkLimit.run(
      () => inspectPasted({ ...options, chain: certificates, host: name }),
      signal,
    );
    return withResult(diagnosis, { subject, checked_at, sentence });
  },
);

function withResult(diagnosis: Diagnosis, about: Pick<Inspection, 'subject' | 'checked_at' | 'sentence'>): Inspection {
  const { tls, findings, clients, judge, repairs } = diagnosis;
  return {
    ...about,
    ok: findings.every(({ severity }) => severity !== 'error'),
    tls,
    findings,
    clients,
    judge,
    repairs,
  };
}

async function trusted(
  actor: Actor,
  roots: string | null | undefined,
  bundleId: string | null | undefined,
): Promise<{ trust: ResolvedTrust; sentence: string }> {
  if (roots && bundleId) {
    throw refuse([{ path: ['roots'], message: 'give either roots or ca_bundle_id', type: 'custom' }]);
  }
  if (roots) {
    const certificates = certificatesIn(roots, 'roots');
    if (certificates.length > MAX_BUNDLE_CERTIFICATES) {
      const message = `holds ${certificates.length} certificates; at most ${MAX_BUNDLE_CERTIFICATES} can be trusted at a time`;
      throw refuse([{ path: ['roots'], message, type: 'too_big' }]);
    }
    if (issuerCircle(certificates)) {
      const message = 'certify each other in a circle: add the self-signed certificate of one of them';
      throw refuse([{ path: ['roots'], message, type: 'custom' }]);
    }
    const count = certificates.length === 1 ? 'the certificate' : `the ${certificates.length} certificates`;
    return { trust: trialTrust(certificates, false), sentence: `Verified against ${count} given here.` };
  }
  const bundle = bundleId ? await getBundle({ actor, id: bundleId }) : null;
  try {
    const trust = await resolveTrust({ ssl_verify: null, ca_bundle_id: bundleId ?? null, include_public_roots: false });
    return {
      trust,
      sentence: bundle ? `Verified against the bundle "${bundle.name}".` : decisionSentence(trust.report),
    };
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new AppError('unavailable', `${error.message} ${error.fix}`, { cause: error });
  }
}

function certificatesIn(content: string, field: string) {
  const bytes = content.includes('-----BEGIN') ? Buffer.from(content) : fromBase64(content);
  try {
    return readCertificates(bytes).certificates;
  } catch (error) {
    if (!(error instanceof CertificatesError)) throw error;
    throw refuse([{ path: [field], message: `${error.message}. ${error.fix}`, type: 'custom' }]);
  }
}

/** What is no base64 either is read as it stands, so that the reason is about what was given. */
function fromBase64(content: string): Buffer {
  const compact = content.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : Buffer.from(content);
}

function urlOf(address: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  try {
    const url = new URL(withScheme);
    if (url.protocol === 'https:' && url.hostname !== '' && url.username === '' && url.password === '') return url;
  } catch {
    // Said below, in one sentence for all that it may be.
  }
  const message = 'is a host, host:port or a URL that starts with https://, without a user name';
  throw refuse([{ path: ['address'], message, type: 'custom' }]);
}

/** Names as a URL carries them: lower case, punycode; an IPv6 address without its brackets. */
function hostOf(host: string | null | undefined): string | null {
  if (!host) return null;
  const bare = bareHost(host);
  if (isIP(bare) === 6) return bare;
  const name = /[\s/\\?#@:[\]]/.test(bare) ? '' : domainToASCII(bare);
  if (name !== '') return name;
  throw refuse([{ path: ['host'], message: 'is a host name or an IP address', type: 'custom' }]);
}
