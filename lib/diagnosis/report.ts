import type { ReportTrust } from '../trust/types';
import type { FindingCode } from './codes';

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
  clients: ClientVerdict[];
  repairs: Repair[];
  mcp: ReportMcp | null;
  error: { code: FindingCode; message: string } | null;
}

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
  chain: ReportCertificate[];
}

export interface Finding {
  code: FindingCode;
  severity: 'error' | 'warning' | 'info';
  /** Wire position of the certificate it concerns; null when it concerns none that was sent. */
  certificate: number | null;
  title: string;
  detail: string;
  fix: string;
  clients: string[];
}

export interface ClientVerdict {
  client: string;
  verdict: 'accept' | 'reject' | 'unknown';
  code: number | null;
  depth: number | null;
  reason: string | null;
}

export interface Repair {
  kind: string;
  title: string;
  detail: string;
  proven: boolean;
  ssl_verify: string | null;
  bundle_pem: string | null;
  accepted_by: string[];
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
