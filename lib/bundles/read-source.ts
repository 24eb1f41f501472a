import type { X509Certificate } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../errors';
import { refuse } from '../servers/parse-input';
import { readBundleFile } from '../trust/bundle-file';
import { TrustError } from '../trust/trust-error';
import { CertificatesError } from '../x509/certificates-error';
import { containerForm } from '../x509/container-form';
import { issuerCircle } from '../x509/issuer-circle';
import { readCertificates } from '../x509/read-certificates';
import { contentWarnings } from './content-warnings';
import type { InputForm } from './dto';
import { pkcs12Certificates } from './pkcs12';
import { type BundleSource, bundleSources, MAX_BUNDLE_CERTIFICATES, MAX_BUNDLE_INPUT_BYTES } from './schema';

export interface ReadSource {
  form: InputForm;
  /** In the order given, each once. */
  certificates: X509Certificate[];
  warnings: string[];
}

type Input = { [key in BundleSource]?: string | null };

/** The certificates that an input brings, from whichever source; null when it has none. Throws AppError `bad_input`. */
export async function readSource(input: Input): Promise<ReadSource | null> {
  const source = bundleSources.find((key) => typeof input[key] === 'string');
  const value = source && input[source];
  if (!source || typeof value !== 'string') return null;
  try {
    const { who, content } = await contentOf(source, value);
    const found = await read(content).catch((error: unknown) => {
      if (!(error instanceof CertificatesError)) throw error;
      throw refused(source, error.code, `${who} ${error.message}. ${error.fix}`);
    });
    refuseCircle(source, found.certificates);
    return found;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw refused(source, error.code, `${error.message} ${error.fix}`);
  }
}

function refuseCircle(source: BundleSource, certificates: X509Certificate[]): void {
  const circle = issuerCircle(certificates);
  if (!circle) return;
  const names = circle.map(({ subject }) => subject).join('; ');
  const cure = 'add the self-signed certificate of one of them, or leave one out';
  throw refused(source, 'bundle_unreadable', `its CAs certify each other in a circle (${names}): ${cure}`);
}

interface Content {
  /** Start of a sentence about it. */
  who: string;
  content: Buffer;
}

async function contentOf(source: BundleSource, value: string): Promise<Content> {
  if (source === 'path') {
    const file = path.resolve(/* turbopackIgnore: true */ value);
    const named = `The path names ${file}`;
    return { who: `${named}, which`, content: await readBundleFile(file, { input: 'path', named }) };
  }
  const content = Buffer.from(value, source === 'pem' ? 'utf8' : 'base64');
  if (content.length <= MAX_BUNDLE_INPUT_BYTES) return { who: source === 'pem' ? 'The text' : 'The file', content };
  throw refused(source, 'too_big', 'the certificates are larger than 2 MiB');
}

async function read(content: Buffer): Promise<ReadSource> {
  const isPkcs12 = containerForm(content) === 'pkcs12';
  const { form, certificates, leftOut } = isPkcs12
    ? { form: 'pkcs12' as const, certificates: await pkcs12Certificates(content), leftOut: [] }
    : readCertificates(content);
  const unique = withoutRepeated(certificates);
  refuseTooMany(unique);
  const duplicates = certificates.length - unique.length;
  return { form, certificates: unique, warnings: contentWarnings({ certificates: unique, duplicates, leftOut }) };
}

/** The first of each stays where it is. */
function withoutRepeated(certificates: readonly X509Certificate[]): X509Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
}

/** Throws AppError `bad_input` for more certificates than a bundle may hold. */
function refuseTooMany(certificates: readonly X509Certificate[]): void {
  if (certificates.length <= MAX_BUNDLE_CERTIFICATES) return;
  const message = `a bundle holds at most ${MAX_BUNDLE_CERTIFICATES} certificates, and these are ${certificates.length}`;
  throw new AppError('bad_input', message, { issues: [{ path: ['pem'], message, type: 'too_big' }] });
}

function refused(source: BundleSource, type: string, message: string): AppError {
  return refuse([{ path: [source], message, type }]);
}
