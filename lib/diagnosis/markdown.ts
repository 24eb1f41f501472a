import { resultSentence } from '../trust/sentence';
import { clientLabels, clientNames } from './client-labels';
import { day } from './finding';
import { block, code, paragraph, plain, table } from './markdown-text';
import type { Diagnosis, Finding, Repair, Report, Stage } from './report';

/** A diagnosis with what was looked at: a report, or a chain that was inspected on its own. */
export interface Told extends Diagnosis {
  /** "https://mcp.corp.example/mcp", "mcp.corp.example:443", "a pasted chain" */
  subject: string;
  checked_at: string;
  /** Against what it was verified. */
  sentence: string;
  ok: boolean;
}

const verdicts = { accept: '✔ accepts', reject: '✘ refuses', unknown: '? unknown' } as const;
const statuses = { ok: '✔ ok', warning: '▲ warning', failed: '✘ failed', skipped: '– skipped' } as const;
const origins = {
  sent: 'sent',
  bundle: 'in the bundle',
  public_roots: 'public root',
  missing: '**missing**',
} as const;
const severities = { error: '✘ Error', warning: '▲ Warning', info: 'ⓘ Note' } as const;

/** A report of a connection test as Markdown for a ticket. Pure; holds no more than the report does. */
export function reportMarkdown(report: Report): string {
  const { server, ok, checked_at, error, stages, trust } = report;
  const isTrusted = stages.some(({ name, status }) => name === 'tls' && status === 'ok');
  const isPlain = server.url.startsWith('http:');
  return joined([
    `# ${ok ? 'Connected' : 'Not connected'}: ${code(server.url)}`,
    error && `**${plain(error.message)}** (${code(error.code)})`,
    tested(checked_at, isPlain ? 'Plain http: there is no certificate to verify.' : resultSentence(trust, isTrusted)),
    stages.length > 0 && table(['Stage', 'Result', 'Time', 'Detail'], stages.map(stageRow)),
    ...sections(report),
  ]);
}

/** A chain that was looked at without a connection test, as Markdown for a ticket. Pure. */
export function diagnosisMarkdown(told: Told): string {
  return joined([
    `# ${told.ok ? 'Accepted' : 'Refused'}: ${code(told.subject)}`,
    tested(told.checked_at, told.sentence),
    ...sections(told),
  ]);
}

function tested(checkedAt: string, sentence: string): string {
  return `${plain(sentence)} Tested with Vouch, ${day(new Date(checkedAt))}.`;
}

function stageRow({ name, status, duration_ms, detail }: Stage): string[] {
  const label = name === 'tools' ? 'Tools' : name.toUpperCase();
  return [label, statuses[status], status === 'skipped' ? '' : `${Math.round(duration_ms)} ms`, plain(detail)];
}

function sections(diagnosis: Diagnosis): (string | false | null)[] {
  const { tls, findings, clients, judge, repairs } = diagnosis;
  const chain = chainRows(diagnosis);
  return [
    chain.length > 0 && '## Chain',
    chain.length > 0 && table(['Certificate', 'Role', 'Where', 'Valid', 'Key', 'Findings'], chain),
    clients.length > 0 && '## Who accepts it',
    clients.length > 0 &&
      table(
        ['Client', 'Verdict', 'Reason'],
        clients.map(({ client, verdict, reason, code: number }) => [
          plain(clientLabels[client]?.label ?? client),
          verdicts[verdict],
          plain(`${reason ?? ''}${number === null ? '' : ` (${number})`}`),
        ]),
      ),
    judge && plain([judge.openssl && `Judged by ${judge.openssl}.`, judge.note].filter(Boolean).join(' ')),
    findings.length > 0 && '## Findings',
    ...findings.map(findingText),
    repairs.length > 0 && '## Repairs',
    ...repairs.map(repairText),
    tls !== null &&
      tls.chain.length > 0 &&
      joined([
        '<details><summary>The chain as sent, PEM</summary>',
        block(tls.chain.map(({ subject, pem }) => `# ${subject.replaceAll(/\s+/g, ' ')}\n${pem.trimEnd()}`).join('\n')),
        '</details>',
      ]),
  ];
}

/** The path, then what was sent besides; a report of an older version has no path, only what was sent. */
function chainRows({ tls, findings }: Diagnosis): string[][] {
  if (!tls) return [];
  const found = (sha256: string | null, position: number | null) =>
    findings
      .filter((one) =>
        one.sha256 && sha256 ? one.sha256 === sha256 : position !== null && one.certificate === position,
      )
      .map((one) => code(one.code))
      .join(', ');
  const valid = (from: string | null, to: string | null) =>
    from && to ? `${day(new Date(from)).slice(0, 10)} to ${day(new Date(to)).slice(0, 10)}` : '';
  const onPath = tls.path.map((node) => [
    plain(node.subject || 'no name'),
    node.role,
    [origins[node.origin], node.is_anchor && 'trusted'].filter(Boolean).join(', '),
    valid(node.not_before, node.not_after),
    plain(node.public_key ?? ''),
    found(node.sha256, node.position),
  ]);
  const besides = tls.chain
    .filter(({ sha256, position }) => !tls.path.some((node) => node.sha256 === sha256 || node.position === position))
    .map((sent) => [
      plain(sent.subject || 'no name'),
      sent.position === 0 ? 'leaf' : sent.is_ca ? 'CA' : '',
      tls.path.length > 0 ? 'sent, not used' : 'sent',
      valid(sent.not_before, sent.not_after),
      plain(sent.public_key),
      found(sent.sha256, sent.position),
    ]);
  return [...onPath, ...besides];
}

function findingText(finding: Finding): string {
  const { severity, title, code: name, detail, fix, clients, rule } = finding;
  const facts = [
    rule && `RFC 5280 section ${rule.section}, OpenSSL ${rule.openssl_code}`,
    clients.length > 0 && `${clientNames(clients)} ${clients.length === 1 ? 'refuses' : 'refuse'} because of it`,
  ].filter((fact) => fact !== false && fact !== null);
  return joined([
    `### ${severities[severity]}: ${plain(title)} (${code(name)})`,
    paragraph(detail),
    fix !== '' && `**What to do:** ${paragraph(fix)}`,
    facts.length > 0 && `${plain(facts.join('. '))}.`,
  ]);
}

function repairText({ title, detail, proven, rehearsed, accepted_by, compare, steps }: Repair, index: number): string {
  const how = proven ? 'Proven' : rehearsed ? 'Rehearsed' : 'Not tried';
  const accept = accepted_by.length === 1 ? 'accepts' : 'accept';
  return joined([
    `### ${index + 1}. ${plain(title)}`,
    `**${how}**${accepted_by.length > 0 ? `: ${plain(clientNames(accepted_by))} ${accept} it then` : ''}.`,
    paragraph(detail),
    compare.length > 0 && 'Before it is trusted, compare with the owner of the CA:',
    compare.length > 0 &&
      compare.map(({ subject, sha256 }) => `- ${plain(subject)}: SHA-256 ${code(sha256)}`).join('\n'),
    ...steps.flatMap(({ tool, text }) => [`With ${plain(tool)}:`, block(text)]),
  ]);
}

function joined(parts: (string | false | null)[]): string {
  return parts.filter((part) => part !== false && part !== null && part !== '').join('\n\n');
}
