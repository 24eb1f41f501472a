import { createHash, X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { LRUCache } from 'lru-cache';
import { looksLikeDer, pemBlocks } from '../x509/pem';
import { label } from './decide';
import { TrustError } from './trust-error';

/** A CA bundle as read from a file: its certificates in file order. */
export interface Bundle {
  path: string;
  /** SHA-256 of the file's content, hex. */
  sha256: string;
  certificates: X509Certificate[];
}

/** The largest real bundles (every public root, twice) stay under 1 MB. */
const MAX_BUNDLE_BYTES = 8 * 1024 * 1024;

const parsed = new LRUCache<string, X509Certificate[]>({ max: 100 });

/**
 * Reads and parses a bundle. The file is read every time, so a rotated file is seen by the next connection;
 * only the parse is cached, by content. `input` names the setting the path came from.
 * Throws TrustError: `bundle_missing`, `bundle_unreadable` (no permission, a directory, not a regular file, over
 * 8 MiB, a damaged certificate), `bundle_no_certificates`, `bundle_has_private_key`. Never falls back.
 */
export async function readBundle(file: string, input: string): Promise<Bundle> {
  const absolute = path.resolve(/* turbopackIgnore: true */ file);
  const content = await readBounded(absolute, input);
  const sha256 = createHash('sha256').update(content).digest('hex');
  let certificates = parsed.get(sha256);
  if (!certificates) {
    certificates = parseBundle(content, `${label(input)} names ${absolute}`, input);
    parsed.set(sha256, certificates);
  }
  return { path: absolute, sha256, certificates };
}

async function readBounded(file: string, input: string): Promise<Buffer> {
  const named = `${label(input)} names ${file}`;
  if (file.includes('\0'))
    throw new TrustError('bundle_missing', input, `${label(input)} has a NUL in its path.`, 'Correct the path.');
  let handle: FileHandle;
  try {
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    handle = await open(/* turbopackIgnore: true */ file, NONBLOCKING_READ);
  } catch (error) {
    throw openFailure(error, named, file, input);
  }
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      throw new TrustError(
        'bundle_unreadable',
        input,
        `${named}, which is a directory.`,
        'Name the PEM file itself, for example corp.pem inside it.',
      );
    }
    if (!stat.isFile())
      throw new TrustError('bundle_unreadable', input, `${named}, which is not a regular file.`, 'Name a PEM file.');
    const content = stat.size > MAX_BUNDLE_BYTES ? null : await readAll(handle);
    if (content) return content;
    throw new TrustError(
      'bundle_unreadable',
      input,
      `${named}, which is larger than 8 MiB.`,
      'Name a PEM file that holds CA certificates only.',
    );
  } catch (error) {
    if (error instanceof TrustError) throw error;
    throw new TrustError(
      'bundle_unreadable',
      input,
      `${named}, which cannot be read.`,
      'Check the file and the disk it is on.',
      error,
    );
  } finally {
    await handle.close();
  }
}

/** Null for more than 8 MiB: files of /proc say that they are empty, and some never end. */
async function readAll(handle: FileHandle): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    size += chunk.length;
    if (size > MAX_BUNDLE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const NONBLOCKING_READ = constants.O_RDONLY | constants.O_NONBLOCK;

function openFailure(error: unknown, named: string, file: string, input: string): TrustError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') {
    const home = file.includes('/~') ? ' "~" is not expanded: write the whole path.' : '';
    return new TrustError(
      'bundle_missing',
      input,
      `${named}, which does not exist where Vouch runs.`,
      `Put the PEM file there, or correct the path. In a container, mount the file into Vouch's own container.${home}`,
      error,
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new TrustError(
      'bundle_unreadable',
      input,
      `${named}, which the user that runs Vouch may not read.`,
      'Give that user read permission on the file and on the folders above it.',
      error,
    );
  }
  return new TrustError(
    'bundle_unreadable',
    input,
    `${named}, which cannot be opened (${code ?? 'unknown reason'}).`,
    'Check the file and the disk it is on.',
    error,
  );
}

function parseBundle(content: Buffer, named: string, input: string): X509Certificate[] {
  const text = content.toString('latin1');
  const blocks = pemBlocks(text);
  if (/-----BEGIN [A-Z0-9 ]{0,64}PRIVATE KEY-----/.test(text)) {
    throw new TrustError(
      'bundle_has_private_key',
      input,
      `${named}, which holds a private key. A bundle holds certificates only.`,
      'Copy only the certificates into a file of their own: openssl crl2pkcs7 -nocrl -certfile FILE | openssl pkcs7 -print_certs -out corp.pem',
    );
  }
  const certificates = blocks.filter((block) => block.label === 'CERTIFICATE' || block.label === 'X509 CERTIFICATE');
  if (certificates.length === 0) {
    throw new TrustError(
      'bundle_no_certificates',
      input,
      `${named}, which holds no certificate: ${whatItIs(content, blocks)}.`,
      conversion(content, blocks),
    );
  }
  return certificates.map((block, index) => {
    try {
      return readWhole(block.der);
    } catch (error) {
      throw new TrustError(
        'bundle_unreadable',
        input,
        `${named}, in which certificate ${index + 1} of ${certificates.length} is damaged and cannot be read.`,
        'Replace that certificate with a good copy. Nothing connects meanwhile, so that a half-read bundle is never taken for the whole.',
        error,
      );
    }
  });
}

/** Node reads a certificate whose dates are damaged, and OpenSSL then refuses every chain that leads to it. */
function readWhole(der: Buffer): X509Certificate {
  const certificate = new X509Certificate(der);
  if (Number.isNaN(Date.parse(certificate.validFrom)) || Number.isNaN(Date.parse(certificate.validTo))) {
    throw new RangeError('its validity cannot be read');
  }
  return certificate;
}

function whatItIs(content: Buffer, blocks: { label: string }[]): string {
  if (content.length === 0) return 'the file is empty';
  if (looksLikeDer(content)) return 'it is in DER form, not PEM';
  if (isUtf16(content)) return 'its text is UTF-16';
  const [first] = blocks;
  if (first) return `it holds a PEM block of the kind "${first.label}"`;
  return 'it has no "-----BEGIN CERTIFICATE-----" line with a whole certificate behind it';
}

function conversion(content: Buffer, blocks: { label: string }[]): string {
  if (looksLikeDer(content))
    return 'Convert it: openssl x509 -inform der -in FILE -out corp.pem (for .p7b: openssl pkcs7 -inform der -print_certs; for .p12: openssl pkcs12 -nokeys -cacerts).';
  if (blocks.some((block) => block.label === 'PKCS7'))
    return 'Convert it: openssl pkcs7 -print_certs -in FILE -out corp.pem';
  if (blocks.some((block) => block.label === 'TRUSTED CERTIFICATE'))
    return 'Convert it: openssl x509 -in FILE -out corp.pem';
  if (isUtf16(content)) return 'Save it as UTF-8 or ASCII (PowerShell: Out-File -Encoding ascii).';
  return 'Name a file with the CA certificates in PEM form.';
}

/** What PowerShell's ">" writes. */
function isUtf16(content: Buffer): boolean {
  return (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
}
