import { CopyButton } from '@/app/_components/copy-button';
import { CompactDiagnosis } from '@/app/_components/doctor/compact-diagnosis';
import { DownloadJson } from '@/app/_components/doctor/download-json';
import type { Applying } from '@/app/_components/doctor/repair-list';
import { reportFileName } from '@/app/_components/doctor/report-file-name';
import { StatusShape } from '@/app/_components/status-shape';
import { reportMarkdown } from '@/lib/diagnosis/markdown';
import type { Report, ToolSummary } from '@/lib/diagnosis/report';
import { resultSentence } from '@/lib/trust/sentence';
import classes from './test-result.module.css';
import { ToolList } from './tool-list';

interface Props {
  report: Report;
  tools: ToolSummary[] | null;
  now: number;
  /** What the report is about, for the name of the file it is saved as. */
  name: string;
  applying: Applying | null;
}

export function TestResult({ report, tools, now, name, applying }: Props) {
  const { ok, trust, mcp, stages, error } = report;
  const isTrusted = stages.some(({ name, status }) => name === 'tls' && status === 'ok');
  return (
    <div className={classes.result}>
      <div>
        <h3 className={classes.headline} data-ok={ok}>
          <StatusShape shape={ok ? 'ok' : 'failed'} size={18} />
          {ok ? 'Connected' : 'Not connected'}
        </h3>
        <p className={classes.facts}>{facts(report).join(' · ')}</p>
        {report.server.url.startsWith('https:') && (
          <p className={classes.facts} data-off={!trust.verify || undefined}>
            {resultSentence(trust, isTrusted)}
          </p>
        )}
      </div>
      <CompactDiagnosis diagnosis={report} now={now} decided={error?.code ?? null} applying={applying} />
      {tools && tools.length > 0 && <ToolList tools={tools} />}
      {ok && mcp?.tools === 0 && <p className={classes.facts}>The server lists no tools.</p>}
      <div className={classes.copies}>
        <CopyButton label="Copy as Markdown" text={reportMarkdown(report)} />
        <DownloadJson report={report} fileName={reportFileName(name, report.checked_at)} />
      </div>
    </div>
  );
}

function facts({ mcp, tls, duration_ms }: Report): string[] {
  const parts: string[] = [];
  if (mcp) {
    parts.push(mcp.tools === 1 ? '1 tool' : `${mcp.tools} tools`);
    parts.push([mcp.server_name, mcp.server_version].filter(Boolean).join(' '), `MCP ${mcp.protocol_version}`);
  }
  if (tls?.protocol) parts.push(tls.protocol.replace('TLSv', 'TLS '));
  parts.push(`${Math.round(duration_ms)} ms`);
  return parts.filter(Boolean).map((part) => part.replaceAll(' ', '\u00a0'));
}
