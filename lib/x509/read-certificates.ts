import { X509Certificate } from 'node:crypto';
import { CertificatesError } from './certificates-error';
import { containerForm, derElements, pkcs7Certificates } from './container-form';
import { conversion, whatItIs } from './no-certificates';
import { hasPrivateKey, looksLikeDer, type PemBlock, pemBlocks } from './pem';

export type CertificatesForm = 'pem' | 'der' | 'pkcs7';

export interface ReadCertificates {
  form: CertificatesForm;
  /** As they stand in the content, repeated ones too. */
  certificates: X509Certificate[];
  /** Labels of the PEM blocks that were left out: "X509 CRL". */
  leftOut: string[];
}

const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE'];
const pkcs7Labels = ['PKCS7', 'CMS'];

/**
 * Reads certificates from a file or text of any usual form: PEM with whatever stands between the blocks, DER, PKCS#7
 * (RFC 2315) as DER or PEM. Throws CertificatesError for everything else, a damaged certificate included: never a part
 * of the content. PKCS#12 is among what is refused, since its certificates may be encrypted. Pure.
 */
export function readCertificates(content: Uint8Array): ReadCertificates {
  const form = containerForm(content);
  if (form === 'pkcs7') return { form, certificates: readAll(fromPkcs7(content)), leftOut: [] };
  if (form === 'signed' || (form === null && looksLikeDer(content))) {
    return { form: 'der', certificates: readAll(derElements(content)), leftOut: [] };
  }
  return readBlocks(content, [...certificateLabels, ...pkcs7Labels]);
}

/**
 * Reads certificates from PEM only, which is what other programs take a CA bundle in.
 * Throws CertificatesError like {@link readCertificates}; its fix says how to convert the rest. Pure.
 */
export function readPemCertificates(content: Uint8Array): X509Certificate[] {
  return readBlocks(content, certificateLabels).certificates;
}

function readBlocks(content: Uint8Array, labels: string[]): ReadCertificates {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  if (hasPrivateKey(text) || containerForm(content) === 'private_key') throw privateKey();
  const blocks = pemBlocks(text);
  const used = blocks.filter(({ label }) => labels.includes(label));
  if (used.length === 0) {
    const what = whatItIs(content, blocks);
    throw new CertificatesError('bundle_no_certificates', `holds no certificate: ${what}`, conversion(content, blocks));
  }
  return {
    form: used.every(isPkcs7) ? 'pkcs7' : 'pem',
    certificates: readAll(used.flatMap((block) => (isPkcs7(block) ? fromPkcs7(block.der) : [block.der]))),
    leftOut: blocks.filter((block) => !used.includes(block)).map(({ label }) => label),
  };
}

function isPkcs7({ label }: PemBlock): boolean {
  return pkcs7Labels.includes(label);
}

function fromPkcs7(content: Uint8Array): Uint8Array[] {
  const found = containerForm(content) === 'pkcs7' ? pkcs7Certificates(content) : null;
  if (!found) {
    throw new CertificatesError(
      'bundle_unreadable',
      'is a PKCS#7 file that is cut off or damaged',
      'Use a good copy of it.',
    );
  }
  if (found.length > 0) return found;
  throw new CertificatesError(
    'bundle_no_certificates',
    'is a PKCS#7 file without certificates',
    'Export it again, with its certificates.',
  );
}

function readAll(ders: Uint8Array[]): X509Certificate[] {
  return ders.map((der, index) => {
    try {
      return readWhole(der);
    } catch (error) {
      throw new CertificatesError(
        'bundle_unreadable',
        `cannot be used: certificate ${index + 1} of ${ders.length} is damaged and cannot be read`,
        'Replace that certificate with a good copy. Nothing else of it is used meanwhile, so that a half-read bundle is never taken for the whole.',
        error,
      );
    }
  });
}

/** Node reads a certificate whose dates are damaged, and OpenSSL then refuses every chain that leads to it. */
function readWhole(der: Uint8Array): X509Certificate {
  const certificate = new X509Certificate(der);
  if (Number.isNaN(Date.parse(certificate.validFrom)) || Number.isNaN(Date.parse(certificate.validTo))) {
    throw new RangeError('its validity cannot be read');
  }
  return certificate;
}

function privateKey(): CertificatesError {
  return new CertificatesError(
    'bundle_has_private_key',
    'holds a private key. A bundle holds certificates only',
    'Copy only the certificates into a file of their own: openssl crl2pkcs7 -nocrl -certfile FILE | openssl pkcs7 -print_certs -out corp.pem',
  );
}
