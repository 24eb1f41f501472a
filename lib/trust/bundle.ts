import { createHash, type X509Certificate } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { CertificatesError } from '../x509/certificates-error';
import { issuerCircle } from '../x509/issuer-circle';
import { readPemCertificates } from '../x509/read-certificates';
import { type NamedFile, readBundleFile } from './bundle-file';
import { type ManagedBundle, managedBundle } from './bundle-registry';
import { label } from './decide';
import { TrustError } from './trust-error';

/** A CA bundle as read from a file: its certificates in file order. */
export interface Bundle {
  path: string;
  /** SHA-256 of the file's content, hex. */
  sha256: string;
  certificates: X509Certificate[];
  /** Id and name of a managed bundle; null for a file that a setting names. */
  id: string | null;
  name: string | null;
}

const parsed = new LRUCache<string, X509Certificate[]>({ max: 100 });

/**
 * Reads and parses a bundle. The file is read every time, so a rotated file is seen by the next connection;
 * only the parse is cached, by content. `input` names the setting the path came from; `managed` is the bundle whose file
 * it is.
 * Throws TrustError: `bundle_missing`, `bundle_unreadable` (no permission, a directory, not a regular file, over
 * 8 MiB, a damaged certificate), `bundle_no_certificates`, `bundle_has_private_key`. Never falls back.
 */
export async function readBundle(file: string, input: string, managed: ManagedBundle | null = null): Promise<Bundle> {
  if (file.includes('\0'))
    throw new TrustError('bundle_missing', input, `${label(input)} has a NUL in its path.`, 'Correct the path.');
  const absolute = path.resolve(/* turbopackIgnore: true */ file);
  const who = managed ? keptIn(managed, absolute, input) : { input, named: `${label(input)} names ${absolute}` };
  const content = managed ? await readUntouched(absolute, managed, who) : await readBundleFile(absolute, who);
  const sha256 = digest(content);
  let certificates = parsed.get(sha256);
  if (!certificates) {
    certificates = parse(content, who);
    parsed.set(sha256, certificates);
  }
  return { path: absolute, sha256, certificates, id: managed?.id ?? null, name: managed?.name ?? null };
}

/** A replacement writes the file a moment before it says so. */
const REPLACEMENT_MS = 500;

/**
 * The file of a managed bundle as Vouch wrote it. What somebody else has put there is not what was chosen, so nothing
 * connects with it.
 */
async function readUntouched(file: string, { id, name }: ManagedBundle, who: NamedFile): Promise<Buffer> {
  for (const waitMs of [0, REPLACEMENT_MS]) {
    await setTimeout(waitMs);
    const content = await readBundleFile(file, who);
    if (digest(content) === managedBundle(id)?.sha256) return content;
  }
  throw new TrustError(
    'bundle_unreadable',
    who.input,
    `The file of the bundle "${name}" (${file}) is not as Vouch wrote it: somebody else has changed it.`,
    'Find out who did. Save the bundle once more, or start Vouch again: either writes the file anew.',
  );
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function keptIn({ name }: ManagedBundle, file: string, input: string): NamedFile {
  return {
    input,
    named: `The bundle "${name}" of this server is kept in ${file}`,
    missingFix: 'Save the bundle once more, or start Vouch again: either writes the file anew.',
  };
}

function parse(content: Buffer, { input, named }: NamedFile): X509Certificate[] {
  const certificates = readAllOf(content, { input, named });
  const circle = issuerCircle(certificates);
  if (!circle) return certificates;
  throw new TrustError(
    'bundle_unreadable',
    input,
    `${named}, in which CAs certify each other in a circle (${circle.map(({ subject }) => subject).join('; ')}): Node would never come to the end of it.`,
    'Put the self-signed certificate of one of these CAs into the bundle, or leave one of the circle out.',
  );
}

function readAllOf(content: Buffer, { input, named }: Pick<NamedFile, 'input' | 'named'>): X509Certificate[] {
  try {
    return readPemCertificates(content);
  } catch (error) {
    if (!(error instanceof CertificatesError)) throw error;
    throw new TrustError(error.code, input, `${named}, which ${error.message}.`, error.fix, error.cause);
  }
}
