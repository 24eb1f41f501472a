export type CertificatesErrorCode = 'bundle_unreadable' | 'bundle_no_certificates' | 'bundle_has_private_key';

/**
 * Content that certificates cannot be taken from. The message is what to say of it, without its name and without a full
 * stop ("holds no certificate: it is empty"); the fix is a sentence of its own. Neither quotes the content.
 */
export class CertificatesError extends Error {
  override readonly name = 'CertificatesError';
  readonly code: CertificatesErrorCode;
  readonly fix: string;

  constructor(code: CertificatesErrorCode, message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
  }
}
