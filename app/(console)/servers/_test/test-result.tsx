import { CopyButton } from '@/app/_components/copy-button';
import { StatusShape } from '@/app/_components/status-shape';
import type { Report, ToolSummary } from '@/lib/diagnosis/report';
import { resultSentence } from '@/lib/trust/sentence';
import { Chain } from './chain';
import { FindingCard } from './finding-card';
import { reportText } from './report-text';
import classes from './test-result.module.css';
import { ToolList } from './tool-list';

interface Props {
  report: Report;
  tools: ToolSummary[] | null;
  now: number;
}

export function TestResult({ report, tools, now }: Props) {
  const { ok, trust, tls, mcp, stages } = report;
  const isTrusted = stages.some(({ name, status }) => name === 'tls' && status === 'ok');
  const findings = ordered(report);
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
      {findings.length > 0 && (
        <ul className={classes.findings} aria-label="Findings">
          {findings.map((finding) => (
            <li key={`${finding.code} ${finding.certificate}`}>
              <FindingCard finding={finding} chain={tls?.chain ?? []} />
            </li>
          ))}
        </ul>
      )}
      {tools && tools.length > 0 && <ToolList tools={tools} />}
      {ok && mcp?.tools === 0 && <p className={classes.facts}>The server lists no tools.</p>}
      {tls && tls.chain.length > 0 && <Chain tls={tls} now={now} isOpen={!ok} />}
      <div className={classes.copies}>
        <CopyButton label="Copy details" text={reportText(report)} />
        <CopyButton label="Copy as JSON" text={JSON.stringify(report, null, 2)} />
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

const weight = { error: 0, warning: 1, info: 2 };

/** The one that decided stands first. */
function ordered({ findings, error }: Report) {
  const rank = (finding: Report['findings'][number]) => (finding.code === error?.code ? -1 : weight[finding.severity]);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}
