import { setImmediate } from 'node:timers/promises';
import type { Tool } from '../mcp/list-tools';
import type { Era } from '../mcp/open';
import { redactUrl } from '../servers/url';
import { Conversation } from './conversation';
import { bySeverity } from './diagnose';
import type { KnownCertificates } from './known-certificates';
import type { CheckEvent, Report } from './report';
import { scrub } from './scrub';
import { SecretMatcher } from './secret-matcher';
import { secretsOf } from './secrets-of';
import { StageLog } from './stage-log';
import type { CheckTarget } from './target';

export interface CheckResult {
  report: Report;
  tools: Tool[];
  era: Era | null;
}

interface CheckOptions {
  target: CheckTarget;
  /** Aborting it ends every connection of the check; the report then says how far it got. */
  signal?: AbortSignal;
  /** Told each stage as it starts and ends, while the check runs. */
  onEvent?: (event: CheckEvent) => void;
  /** Certificates from elsewhere that may repair a chain; asked only when one needs it. */
  known?: KnownCertificates;
}

/**
 * The connection test: one real MCP conversation, told stage by stage. On success it makes no TLS handshake of its
 * own. When verification refuses the chain, that is captured on a second connection which carries nothing.
 * Never throws for what a server does or is; rejects with the signal's reason when aborted.
 */
export async function runCheck({
  target,
  signal,
  onEvent = () => {},
  known = async () => [],
}: CheckOptions): Promise<CheckResult> {
  const started = performance.now();
  const checkedAt = new Date();
  const secrets = new SecretMatcher(secretsOf(target));
  const tell = (event: CheckEvent) => onEvent(scrub(event, secrets));
  const check = new Conversation(target, secrets, new StageLog(tell), signal, known);
  await check.run();
  signal?.throwIfAborted();
  const errors = check.findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const report: Report = {
    ok: !first,
    checked_at: checkedAt.toISOString(),
    duration_ms: Math.round(performance.now() - started),
    server: { id: target.id, url: redactUrl(target.url, '[set]'), transport: target.transport },
    trust: check.trust,
    stages: check.stages.finish(),
    tls: check.tls,
    findings: bySeverity(check.findings),
    clients: check.examination.clients,
    judge: check.examination.judge,
    repairs: check.examination.repairs,
    mcp: check.mcp,
    error: first ? { code: first.code, message: first.detail } : null,
  };
  // A long list has just been parsed: others get their turn before it is gone through again.
  await setImmediate();
  return scrub({ report, tools: check.tools, era: check.era }, secrets);
}
