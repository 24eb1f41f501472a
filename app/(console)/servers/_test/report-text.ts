import { absoluteWords } from '@/app/_components/time-words';
import type { Report } from '@/lib/diagnosis/report';
import { resultSentence } from '@/lib/trust/sentence';
import { stageLabels } from './stage-labels';

/** A report as text for a ticket or a chat. */
export function reportText(report: Report): string {
  const { server, stages, findings, tls } = report;
  const lines = [
    `${report.ok ? 'Connected' : 'Not connected'}: ${server.url}`,
    `${absoluteWords(report.checked_at)}, ${Math.round(report.duration_ms)} ms`,
    resultSentence(
      report.trust,
      stages.some(({ name, status }) => name === 'tls' && status === 'ok'),
    ),
    '',
    ...stages.map(({ name, status, duration_ms, detail }) =>
      [stageLabels[name].padEnd(6), status.padEnd(8), `${Math.round(duration_ms)} ms`.padStart(8), ` ${detail}`]
        .join(' ')
        .trimEnd(),
    ),
  ];
  for (const { code, severity, title, detail, fix } of findings) {
    lines.push('', `${severity}: ${title} (${code})`, detail, `What to do: ${fix}`);
  }
  if (tls && tls.chain.length > 0) {
    lines.push('', 'Sent by the server:');
    for (const { position, subject, issuer, not_after, sha256 } of tls.chain) {
      lines.push(
        `${position}  ${subject}`,
        `   issued by ${issuer}, until ${absoluteWords(not_after)}`,
        `   SHA-256 ${sha256}`,
      );
    }
  }
  return lines.join('\n');
}
