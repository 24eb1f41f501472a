import { clientNames } from '../diagnosis/client-labels';
import type { FindingCode } from '../diagnosis/codes';
import type { Finding, Report } from '../diagnosis/report';
import type { ServerStatus } from '../servers/dto';

/** Shown on their own wherever a server is shown; the server works as its owner chose. */
const notDegrading: readonly FindingCode[] = ['verification_disabled', 'expires_soon'];

interface CheckStatus {
  status: Exclude<ServerStatus, 'unknown'>;
  code: FindingCode | null;
  message: string | null;
}

type Judged = Pick<Report, 'ok' | 'error' | 'findings'> & { trust: Pick<Report['trust'], 'verify'> };

/** What a report makes of a server: failing with its error, degraded with its first warning, or healthy. */
export function statusOf(report: Judged): CheckStatus {
  if (!report.ok) {
    return {
      status: 'failing',
      code: report.error?.code ?? null,
      message: report.error?.message ?? 'the connection test failed',
    };
  }
  const warning = report.findings.find((one) => isDegrading(one, report));
  if (!warning) return { status: 'healthy', code: null, message: null };
  return { status: 'degraded', code: warning.code, message: refusal(warning) };
}

function isDegrading({ code, severity, clients }: Finding, { trust }: Judged): boolean {
  if (severity === 'info' || notDegrading.includes(code)) return false;
  // With verification off, what clients would say is advice: the owner chose not to ask.
  return trust.verify || clients.length === 0;
}

/** "Python 3.13+ refuses: a certificate does not say which key signed it" */
function refusal({ clients, title }: Finding): string {
  if (clients.length === 0) return title;
  return `${clientNames(clients)} ${clients.length === 1 ? 'refuses' : 'refuse'}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
