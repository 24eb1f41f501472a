import type { X509Certificate } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { abortable } from '../mcp/abortable';
import { processState } from '../process-state';
import { type Certificate, isSignedBy, readCertificate } from '../x509/certificate';
import { contentOf, readElements } from '../x509/der';
import { readCertificates } from '../x509/read-certificates';
import { downloadBounded } from './aia-download';
import { decodeOid } from './reissue-der';
import { readTbs } from './reissue-tbs';

export interface FetchedIssuer {
  certificate: X509Certificate;
  /** Where it was. */
  url: string;
}

const MAX_URLS = 3;
const MAX_URL_LENGTH = 2048;
const TOTAL_MS = 3000;
const KNOWN_MS = 3_600_000;
const NOT_FOUND_MS = 60_000;
/** Issuers of the right name whose signature is tried; an answer may hold hundreds. */
const MAX_TRIED = 8;

/** By child and URL. Certificates are small, and an absent one is not looked for again at once. */
const answers = processState(
  'aia-answers',
  () => new LRUCache<string, { certificate: X509Certificate | null }>({ max: 500 }),
);

/**
 * Where the issuer of a certificate can be downloaded: caIssuers of its authorityInfoAccess (RFC 5280 section 4.2.2.1),
 * http and https only, three at most. Pure; empty for an extension that cannot be read.
 */
export function issuerUrls(child: Certificate): string[] {
  try {
    const value = readTbs(child.x509.raw).extensions.find(({ oid }) => oid === '1.3.6.1.5.5.7.1.1')?.value;
    const urls = value ? readElements(contentOf(value, 0x30)).flatMap(({ content }) => caIssuerUrl(content)) : [];
    return [...new Set(urls)].slice(0, MAX_URLS);
  } catch {
    return [];
  }
}

/**
 * Downloads the issuer of a certificate from where the certificate says it is: 3 s at most, under the egress rules, one
 * plain GET for each URL. What is not the issuer counts as nothing: it has to have the issuer's name, the key that made
 * the signature, and the right to issue. Null for whatever a server does; rejects only with the reason of `signal`.
 */
export async function fetchIssuer(child: Certificate, signal?: AbortSignal): Promise<FetchedIssuer | null> {
  signal?.throwIfAborted();
  const urls = issuerUrls(child);
  if (urls.length === 0) return null;
  const over = new AbortController();
  const ends = [over.signal, AbortSignal.timeout(TOTAL_MS), ...(signal ? [signal] : [])];
  const end = AbortSignal.any(ends);
  const found = Promise.any(urls.map((url) => issuerAt(child, url, end)));
  try {
    return await abortable(found, end);
  } catch {
    signal?.throwIfAborted();
    // One that hangs costs the next check nothing.
    for (const url of urls) remember(child, url, null);
    return null;
  } finally {
    over.abort();
  }
}

/** Rejects when the issuer is not there. */
async function issuerAt(child: Certificate, url: string, signal: AbortSignal): Promise<FetchedIssuer> {
  const known = answers.get(keyOf(child, url));
  const certificate = known ? known.certificate : await download(child, url, signal);
  if (!signal.aborted) remember(child, url, certificate);
  if (!certificate) throw new Error('not there');
  return { certificate, url };
}

/** What is known already keeps its time. */
function remember(child: Certificate, url: string, certificate: X509Certificate | null): void {
  const key = keyOf(child, url);
  if (!answers.has(key)) answers.set(key, { certificate }, { ttl: certificate ? KNOWN_MS : NOT_FOUND_MS });
}

function keyOf(child: Certificate, url: string): string {
  return `${child.x509.fingerprint256} ${url}`;
}

async function download(child: Certificate, url: string, signal: AbortSignal): Promise<X509Certificate | null> {
  try {
    const { certificates } = readCertificates(await downloadBounded(new URL(url), signal));
    const named = certificates
      .map(readCertificate)
      .filter((one) => one.subjectKey === child.issuerKey && mayIssue(one));
    return named.slice(0, MAX_TRIED).find((one) => isSignedBy(child, one))?.x509 ?? null;
  } catch {
    return null;
  }
}

/** X509_check_ca, without the guesses for certificates that say nothing. */
function mayIssue({ basicConstraints, keyUsage, version }: Certificate): boolean {
  return (basicConstraints?.isCa ?? version === 1) && keyUsage?.keyCertSign !== false;
}

function caIssuerUrl(description: Buffer): string[] {
  const [method, location] = readElements(description);
  if (!method || location?.tag !== 0x86 || decodeOid(method.content) !== '1.3.6.1.5.5.7.48.2') return [];
  const text = location.content.toString('latin1');
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return [];
  const url = new URL(text);
  const isPlain = (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password;
  url.hash = '';
  return isPlain ? [url.href] : [];
}
