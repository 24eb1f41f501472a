import type { FindingCode } from '../diagnosis/codes';
import type { ServerStatus } from '../servers/dto';

/** A certificate of a bundle as REST answers it and screens read it. */
export interface CertificateRecord {
  /** "CN=Corp Root, O=Corp" */
  subject: string;
  issuer: string;
  /** "DNS:mcp.corp", "IP Address:10.0.0.7" */
  subject_alt_names: string[];
  not_before: string;
  not_after: string;
  /** "EC P-256", "RSA 2048" */
  public_key: string;
  signature_algorithm: string;
  is_ca: boolean;
  kind: 'root' | 'intermediate' | 'leaf';
  /** Fingerprint, "AB:CD:…". */
  sha256: string;
  /** Hex; null when the certificate has none. */
  subject_key_id: string | null;
  authority_key_id: string | null;
  pem: string;
}

export interface BundleUser {
  server_id: string;
  server_name: string;
  state: ServerStatus;
}

/** Who compared the fingerprint of a certificate that nobody but a server had shown. */
export interface Confirmation {
  sha256: string;
  by: string;
  at: string;
  /** Where the certificate came from; null when it was not said. */
  server: string | null;
}

/** A managed bundle. */
export interface BundleRecord {
  bundle_id: string;
  name: string;
  notes: string | null;
  certificates: CertificateRecord[];
  certificate_count: number;
  /** Of `pem`, which is also the content of the file; hex. */
  sha256: string;
  /** The file on the machine Vouch runs on, for other programs. */
  path: string;
  pem: string;
  /** When its first certificate ends. */
  first_expires_at: string | null;
  used_by: BundleUser[];
  confirmations: Confirmation[];
  created_at: string;
  updated_at: string;
  created_by: string | null;
  updated_by: string | null;
}

/** A row of the library. */
export interface BundleListItem {
  bundle_id: string;
  name: string;
  notes: string | null;
  certificate_count: number;
  first_expires_at: string | null;
  sha256: string;
  path: string;
  /** How many servers are verified against it. */
  used_by_count: number;
  updated_at: string;
}

export type InputForm = 'pem' | 'der' | 'pkcs7' | 'pkcs12';

/** What was given, parsed; nothing of it is saved. */
export interface BundleContent {
  form: InputForm;
  certificates: CertificateRecord[];
  certificate_count: number;
  first_expires_at: string | null;
  /** "2 duplicates were merged." */
  warnings: string[];
}

export interface PreviewedState {
  state: ServerStatus;
  code: FindingCode | null;
  reason: string | null;
}

/** What a replacement would mean for one server. */
export interface PreviewedServer {
  server_id: string;
  server_name: string;
  /** As of its last check. */
  before: PreviewedState & { checked_at: string | null };
  /** As a real connection test with the new content says; `unknown` with a reason when there was no time for it. */
  after: PreviewedState;
}

export interface ReplacementPreview extends BundleContent {
  added: CertificateRecord[];
  removed: CertificateRecord[];
  /** By name. */
  servers: PreviewedServer[];
}
