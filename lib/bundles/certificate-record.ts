import type { X509Certificate } from 'node:crypto';
import { type Certificate, isoTime, readCertificate } from '../x509/certificate';
import { toPem } from '../x509/pem';
import type { CertificateRecord } from './dto';

/** A certificate as data. */
export function certificateRecord(x509: X509Certificate): CertificateRecord {
  const certificate = readCertificate(x509);
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    subject_alt_names: certificate.subjectAltNames,
    not_before: isoTime(x509.validFrom),
    not_after: isoTime(x509.validTo),
    public_key: certificate.publicKey,
    signature_algorithm: certificate.signatureAlgorithm,
    is_ca: x509.ca,
    kind: kindOf(certificate),
    sha256: x509.fingerprint256,
    subject_key_id: certificate.subjectKeyId,
    authority_key_id: certificate.authorityKeyId,
    pem: toPem(x509.raw),
  };
}

/** A root of X.509 version 1 cannot say that it is a CA, and clients take it for one. */
function kindOf({ x509, isSelfIssued, version }: Certificate): CertificateRecord['kind'] {
  if (isSelfIssued && (x509.ca || version === 1)) return 'root';
  return x509.ca ? 'intermediate' : 'leaf';
}
