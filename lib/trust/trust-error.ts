export type TrustErrorCode =
  | 'bundle_missing'
  | 'bundle_unreadable'
  | 'bundle_no_certificates'
  | 'bundle_has_private_key';

/** The trust decision cannot be carried out, so nothing connects. Message and fix are written for people. */
export class TrustError extends Error {
  readonly code: TrustErrorCode;
  /** The setting the bundle was named by: `server.ssl_verify`, `SSL_VERIFY`, `SSL_CERT_FILE`, ... */
  readonly input: string;
  readonly fix: string;

  constructor(code: TrustErrorCode, input: string, message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TrustError';
    this.code = code;
    this.input = input;
    this.fix = fix;
  }
}
