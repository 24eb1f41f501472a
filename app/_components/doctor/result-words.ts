import type { Report } from '@/lib/diagnosis/report';
import { refusalWords } from './verdict-words';

/** What a test came to, in one sentence: also what others would say to a server that Vouch accepts. */
export function resultWords(report: Report): string {
  if (!report.ok) return `Not connected: ${report.error?.message ?? 'the connection test failed'}`;
  const { clients } = report;
  const refusal = refusalWords(report);
  if (refusal) return `Connected. ${refusal}.`;
  const isAccepted = clients.length > 0 && clients.every(({ verdict }) => verdict === 'accept');
  return isAccepted ? `Connected. All ${clients.length} clients accept it.` : 'Connected.';
}
