import type { ReportTrust } from '../trust/types';
import type { FindingCode } from './codes';
import type { ClientId } from './profiles';

/** The report of one check, as REST answers it and the browser receives it. Durations in ms, times ISO 8601. */
export interface Report {
  ok: boolean;
  checked_at: string;
  duration_ms: number;
  server: { id: string | null; url: string; transport: 'http' | 'sse' };
  trust: ReportTrust;
  stages: Stage[];
  tls: ReportTls | null;
  findings: Finding[];
  /** One for each profile; empty when no chain was seen. */
  clients: ClientVerdict[];
  /** Who judged the chain for the clients; null when no chain was seen. */
  judge: Judge | null;
  /** What helps most comes first. */
  repairs: Repair[];
  mcp: ReportMcp | null;
  error: { code: FindingCode; message: string } | null;
}

/** The part of a report that is about the chain: what a check and an inspection have in common. */
export type Diagnosis = Pick<Report, 'tls' | 'findings' | 'clients' | 'judge' | 'repairs'>;

export const stageNames = ['dns', 'tcp', 'tls', 'http', 'mcp', 'tools'] as const;
export type StageName = (typeof stageNames)[number];

export interface Stage {
  name: StageName;
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  duration_ms: number;
  detail: string;
}

export interface ReportCertificate {
  position: number;
  subject: string;
  issuer: string;
  serial: string;
  not_before: string;
  not_after: string;
  sha256: string;
  subject_alt_names: string[];
  is_ca: boolean;
  public_key: string;
  signature_algorithm: string;
  pem: string;
}

export interface ReportTls {
  protocol: string | null;
  cipher: string | null;
  authorized: boolean;
  authorization_error: string | null;
  /** As the server sent it, in wire order. */
  chain: ReportCertificate[];
  /** From the leaf to where trust ends or is missing. */
  path: PathNode[];
}

/** One certificate of the path, or the gap where one is missing. */
export interface PathNode {
  /** `missing`: neither sent nor trusted; what is known of it comes from the certificate before it. */
  origin: 'sent' | 'bundle' | 'public_roots' | 'missing';
  role: 'leaf' | 'intermediate' | 'root';
  /** Wire position; null when it was not sent. */
  position: number | null;
  /** Whether it is trusted as it stands. */
  is_anchor: boolean;
  subject: string;
  /** Null for a missing one, like the rest. */
  issuer: string | null;
  not_before: string | null;
  not_after: string | null;
  sha256: string | null;
  public_key: string | null;
}

export interface Finding {
  code: FindingCode;
  severity: 'error' | 'warning' | 'info';
  /** Wire position of the certificate it concerns; null when it concerns none that was sent. */
  certificate: number | null;
  /** SHA-256 fingerprint of that certificate, sent or not; null when it concerns none. */
  sha256: string | null;
  title: string;
  detail: string;
  fix: string;
  /** The client profiles that refuse because of it. */
  clients: ClientId[];
  /** The rule that is broken, where it is one of a certificate's form. */
  rule: Rule | null;
}

export interface Rule {
  /** OID of the extension it is about; null for a field of the certificate itself. */
  extension: string | null;
  /** "4.2.1.1" of RFC 5280. */
  section: string;
  /** X509_V_ERR_* number of OpenSSL. */
  openssl_code: number;
}

export interface ClientVerdict {
  client: ClientId;
  verdict: 'accept' | 'reject' | 'unknown';
  /** The first X509_V_ERR_* number; null when it accepts or nothing is known. */
  code: number | null;
  depth: number | null;
  reason: string | null;
}

export interface Judge {
  /** "OpenSSL 3.0.19 27 Jan 2026"; null when there is no `openssl` command. */
  openssl: string | null;
  /** Why verdicts are unknown, or what they were judged against when verification is off. */
  note: string | null;
}

export const repairKinds = [
  'add_root',
  'add_intermediate',
  'trust_leaf',
  'use_bundle',
  'use_name',
  'send_chain',
  'reissue',
] as const;
export type RepairKind = (typeof repairKinds)[number];

export interface Repair {
  /** Unique within the report, and the same in the next one while nothing changes. */
  id: string;
  kind: RepairKind;
  title: string;
  detail: string;
  /** Tried with a real handshake and judged for every profile: it works. */
  proven: boolean;
  /** Judged on a look-alike chain, because only the server's owner can do it. */
  rehearsed: boolean;
  /** What to set on the server; null leaves it as it is. */
  ssl_verify: string | null;
  ca_bundle_id: string | null;
  url: string | null;
  /** The whole new bundle; null when none is made. */
  bundle_pem: string | null;
  /** The profiles that accept the server then. */
  accepted_by: ClientId[];
  /** Certificates to be trusted that nobody but the server has shown: compare their fingerprints first. */
  compare: { subject: string; sha256: string }[];
  /** What to do on the server's side, for each tool; empty for what Vouch can apply itself. */
  steps: { tool: string; text: string }[];
}

export interface ReportMcp {
  era: '2026-07-28' | 'legacy';
  protocol_version: string;
  server_name: string;
  server_version: string;
  capabilities: Record<string, unknown>;
  tools: number;
}

/** What the `testConnection` action streams: each stage as it starts and ends, then the whole report. */
export type CheckEvent =
  | { type: 'started'; stage: StageName }
  | { type: 'stage'; stage: Stage }
  | { type: 'report'; report: Report; tools: ToolSummary[] };

export interface ToolSummary {
  name: string;
  title: string | null;
  description: string | null;
}
