import type { X509Certificate } from 'node:crypto';
import { runOpenssl } from '../diagnosis/openssl';
import { CertificatesError } from '../x509/certificates-error';
import { readPemCertificates } from '../x509/read-certificates';

const byHand = 'openssl pkcs12 -in FILE -nokeys -out corp.pem';

/**
 * The certificates of a PKCS#12 file that needs no password, by the `openssl` command: it reads the file from standard
 * input, so that nothing of it reaches a disk, and is not asked for keys. Throws CertificatesError for a file with a
 * password or a private key, a damaged one, and where there is no such command.
 */
export async function pkcs12Certificates(content: Uint8Array): Promise<X509Certificate[]> {
  const run = await open(content);
  // -info names every bag on the other stream, those that -nokeys leaves out as well.
  if (/^(?:Shrouded Keybag|Key bag)/m.test(run.stderr)) {
    throw new CertificatesError(
      'bundle_has_private_key',
      'is a PKCS#12 file with a private key in it. A bundle holds certificates only',
      `Export the certificates alone: ${byHand}`,
    );
  }
  if (run.isOk) return readPemCertificates(Buffer.from(withoutAttributes(run.stdout)));
  if (/mac verify (?:error|failure)|invalid password|bad decrypt|pkcs12 cipherfinal error/i.test(run.stderr)) {
    throw new CertificatesError(
      'bundle_unreadable',
      'is a PKCS#12 file with a password',
      `Export the certificates, which need none: ${byHand}`,
    );
  }
  throw new CertificatesError(
    'bundle_unreadable',
    'is a PKCS#12 file that OpenSSL cannot read: it is damaged, or too large',
    `Export the certificates where it was made: ${byHand}`,
  );
}

async function open(content: Uint8Array) {
  const args = ['pkcs12', '-nokeys', '-info', '-passin', 'pass:'];
  const run = await runOpenssl(args, { input: content });
  // RC2-40, which older tools encrypt certificates with, is in a provider of its own since OpenSSL 3.
  const isLegacy = run !== null && !run.isOk && /unsupported/i.test(run.stderr);
  const answer = isLegacy ? ((await runOpenssl([...args, '-legacy'], { input: content })) ?? run) : run;
  if (answer) return answer;
  throw new CertificatesError(
    'bundle_unreadable',
    'is a PKCS#12 file, and Vouch opens those with the openssl command, which is not installed where it runs',
    `Export the certificates elsewhere, and use that file: ${byHand}`,
  );
}

/** Names in a file are printed among its certificates, and might look like one. */
function withoutAttributes(text: string): string {
  return (text.match(/^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----$/gm) ?? []).join('\n');
}
