export type Roots = 'public' | 'bundle' | 'bundle+public' | 'none';
export type TrustSource = 'server' | 'env:SSL_VERIFY' | 'config' | 'env:SSL_CERT_FILE' | 'default';

export interface TrailEntry {
  /**
   * `server.ssl_verify`, `server.ca_bundle_id`, `SSL_VERIFY`, `litellm_settings.ssl_verify`, `SSL_CERT_FILE`, `default`;
   * `server.ssl_verify_until` in the first report after an exception has ended
   */
  input: string;
  value: string | null;
  used: boolean;
  note: string;
}

/** An exception from verification that is over. */
export interface EndedException {
  /** ISO 8601. */
  until: string;
  reason: string | null;
  by: string | null;
}

export interface ReportBundle {
  path: string;
  certificates: number;
  /** Of the file's content, hex. */
  sha256: string;
  /** Of a managed bundle; null for a file that a setting names. */
  id: string | null;
  name: string | null;
}

/** A trust decision as reports and screens show it. `bundle` is null for public roots, none, or an unreadable file. */
export interface ReportTrust {
  verify: boolean;
  source: TrustSource;
  roots: Roots;
  bundle: ReportBundle | null;
  trail: TrailEntry[];
}
