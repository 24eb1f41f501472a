import type { FindingCode } from '../diagnosis/codes';
import type { Report } from '../diagnosis/report';
import type { ServerStatus } from '../servers/dto';

/** Shown on their own wherever a server is shown; the server works as its owner chose. */
const notDegrading: readonly FindingCode[] = ['verification_disabled', 'expires_soon'];

interface CheckStatus {
  status: Exclude<ServerStatus, 'unknown'>;
  code: FindingCode | null;
  message: string | null;
}

/** What a report makes of a server: failing with its error, degraded with its first warning, or healthy. */
export function statusOf(report: Pick<Report, 'ok' | 'error' | 'findings'>): CheckStatus {
  if (!report.ok) {
    return {
      status: 'failing',
      code: report.error?.code ?? null,
      message: report.error?.message ?? 'the connection test failed',
    };
  }
  const warning = report.findings.find(({ code, severity }) => severity !== 'info' && !notDegrading.includes(code));
  if (!warning) return { status: 'healthy', code: null, message: null };
  return { status: 'degraded', code: warning.code, message: warning.title };
}
