import { containerForm } from './container-form';
import { looksLikeDer, type PemBlock } from './pem';

/** Why a content has no PEM certificate in it: "it is in DER form, not PEM". Pure. */
export function whatItIs(content: Uint8Array, blocks: PemBlock[]): string {
  if (content.length === 0) return 'it is empty';
  if (isUtf16(content)) return 'its text is UTF-16';
  if (containerForm(content) === 'pkcs12') return 'it is a PKCS#12 file';
  if (isJavaKeyStore(content)) return 'it is a Java key store';
  if (looksLikeDer(content)) return 'it is in DER form, not PEM';
  const [first] = blocks;
  if (first) return `it holds a PEM block of the kind "${first.label}"`;
  if (isEncodedPem(content)) return 'it is PEM that was encoded in base64 once more';
  return 'it has no "-----BEGIN CERTIFICATE-----" line with a whole certificate behind it';
}

/** What to do about it: the command that makes PEM of it, where there is one. Pure. */
export function conversion(content: Uint8Array, blocks: PemBlock[]): string {
  const has = (label: string) => blocks.some((block) => block.label === label);
  if (isUtf16(content)) return 'Save it as UTF-8 or ASCII (PowerShell: Out-File -Encoding ascii).';
  if (containerForm(content) === 'pkcs12') return 'Convert it: openssl pkcs12 -in FILE -nokeys -out corp.pem';
  if (isJavaKeyStore(content)) return 'Convert it: keytool -exportcert -rfc -keystore FILE -alias NAME -file corp.pem';
  if (looksLikeDer(content)) {
    return 'Convert it: openssl x509 -inform der -in FILE -out corp.pem (for .p7b: openssl pkcs7 -inform der -print_certs; for .p12: openssl pkcs12 -nokeys -cacerts).';
  }
  if (has('PKCS7')) return 'Convert it: openssl pkcs7 -print_certs -in FILE -out corp.pem';
  if (has('TRUSTED CERTIFICATE')) return 'Convert it: openssl x509 -in FILE -out corp.pem';
  if (isEncodedPem(content)) return 'Decode it: base64 -d FILE > corp.pem';
  return 'Name a file with the CA certificates in PEM form.';
}

/** What PowerShell's ">" writes, with or without a byte order mark. Pure. */
export function isUtf16(content: Uint8Array): boolean {
  const [first, second] = content;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = Buffer.from(content.subarray(0, 4096));
  const begin = Buffer.from('-----BEGIN ', 'utf16le');
  // Big-endian is the same with the zero first.
  return head.includes(begin) || head.includes(Buffer.concat([Buffer.from([0]), begin.subarray(0, -1)]));
}

/** The magic numbers of JKS and JCEKS. */
function isJavaKeyStore(content: Uint8Array): boolean {
  return ['feedfeed', 'cececece'].includes(Buffer.from(content.subarray(0, 4)).toString('hex'));
}

/** "-----BEGIN " in base64: a value copied from a Kubernetes Secret. */
function isEncodedPem(content: Uint8Array): boolean {
  return Buffer.from(content.subarray(0, 64)).toString('latin1').trimStart().startsWith('LS0tLS1CRUdJTi');
}
