import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

const MAX_FILE_BYTES = 1024 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

const readReasons = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by the user that Vouch runs as',
  ELOOP: 'is a symbolic link that leads to itself',
};

/** The texts of both files. Throws a sentence that names the file. */
export function readTlsFiles({ certFile, keyFile }) {
  return { cert: readPem('VOUCH_TLS_CERT', certFile), key: readPem('VOUCH_TLS_KEY', keyFile) };
}

/**
 * Whether a server can be run with these texts; answers its certificate. Throws a sentence that names the file, and never what
 * is in it.
 */
export function checkTlsPair({ cert, key }, { certFile, keyFile }) {
  const at = (variable, file) => `${variable}=${file}`;
  const certificates = (cert.match(CERTIFICATE) ?? []).map((pem) =>
    readCertificate(pem, at('VOUCH_TLS_CERT', certFile)),
  );
  const [leaf] = certificates;
  if (!leaf) throw new Error(`${at('VOUCH_TLS_CERT', certFile)} holds no certificate in PEM form.`);
  const privateKey = readKey(key, at('VOUCH_TLS_KEY', keyFile));
  if (!leaf.checkPrivateKey(privateKey)) {
    const isLater = certificates.some((one) => one.checkPrivateKey(privateKey));
    throw new Error(
      isLater
        ? `${at('VOUCH_TLS_CERT', certFile)} begins with another certificate than that of the key: the server's own comes first, then those of its issuers.`
        : `${at('VOUCH_TLS_KEY', keyFile)} is not the key of the certificate in ${at('VOUCH_TLS_CERT', certFile)}.`,
    );
  }
  try {
    createSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  } catch (error) {
    throw new Error(`HTTPS cannot be served with ${at('VOUCH_TLS_CERT', certFile)}: ${error.reason ?? error.code}.`);
  }
  return leaf;
}

/** What is wrong with the dates of a certificate, as a sentence; null when nothing is. */
export function dateWarning({ validFrom, validTo }, { certFile }, now = Date.now()) {
  const name = `The certificate in VOUCH_TLS_CERT=${certFile}`;
  if (now > Date.parse(validTo)) return `${name} expired on ${day(validTo)}: clients refuse it.`;
  if (now < Date.parse(validFrom)) return `${name} is valid from ${day(validFrom)} only: clients refuse it.`;
  return null;
}

function day(date) {
  return new Date(date).toISOString().slice(0, 10);
}

function readPem(variable, file) {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new Error(`${variable}=${file} is not a file.`);
    if (stats.size > MAX_FILE_BYTES) throw new Error(`${variable}=${file} is larger than 1 MiB.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!error.code) throw error;
    throw new Error(`${variable}=${file} ${readReasons[error.code] ?? `cannot be read (${error.code})`}.`);
  }
}

function readCertificate(pem, name) {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error(`${name} holds a certificate that cannot be read.`);
  }
}

function readKey(pem, name) {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem))
    throw new Error(`${name} is protected by a passphrase: Vouch needs the key without one.`);
  if (!/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(pem))
    throw new Error(`${name} holds no private key in PEM form.`);
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`${name} holds a private key that cannot be read.`);
  }
}
