import { isIPv6 } from 'node:net';
import { authHeaders, type McpAuth } from '../mcp/auth-headers';
import { ConnectFailure, reached } from '../mcp/connector';
import { McpFailure } from '../mcp/failure';
import { listTools, type Tool } from '../mcp/list-tools';
import type { ConnectionObserver, TlsObservation } from '../mcp/observer';
import { type Era, openMcp } from '../mcp/open';
import { redactUrl } from '../servers/url';
import { reportRefused } from '../trust/describe';
import type { CheckedAddress, Destination } from '../trust/open-socket';
import { type ResolvedTrust, resolveTrust, type ServerTrust } from '../trust/resolve';
import { TrustError } from '../trust/trust-error';
import type { ReportTrust } from '../trust/types';
import { captureChain } from './capture';
import { asksForClientCertificate } from './client-certificate';
import { connectFinding, failureFinding } from './failure-findings';
import { finding } from './finding';
import type { CheckEvent, Finding, Report, ReportMcp, ReportTls, StageName } from './report';
import { scrub } from './scrub';
import { secretsOf } from './secrets-of';
import { StageLog } from './stage-log';
import { judgeRefusal, reportTls, tlsNotes } from './tls-report';

/** Everything a check needs to know of a server, saved or not. Secrets are in the clear here and nowhere in the report. */
export type CheckTarget = ServerTrust &
  McpAuth & {
    id: string | null;
    url: string;
    transport: 'http' | 'sse';
    static_headers: Record<string, string>;
    /** For the whole conversation, in ms. */
    timeout_ms: number;
    era: Era | null;
  };

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
}

/**
 * The connection test: one real MCP conversation, told stage by stage. On success it makes no TLS handshake of its
 * own. When verification refuses the chain, that is captured on a second connection which carries nothing.
 * Never throws for what a server does or is; rejects with the signal's reason when aborted.
 */
export async function runCheck({ target, signal, onEvent = () => {} }: CheckOptions): Promise<CheckResult> {
  const started = performance.now();
  const checkedAt = new Date();
  const secrets = secretsOf(target);
  const tell = (event: CheckEvent) => onEvent(scrub(event, secrets));
  const check = new Check(target, secrets, new StageLog(tell), signal);
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
    findings: [...errors, ...check.findings.filter(({ severity }) => severity !== 'error')],
    clients: [],
    repairs: [],
    mcp: check.mcp,
    error: first ? { code: first.code, message: first.detail } : null,
  };
  return scrub({ report, tools: check.tools, era: check.era }, secrets);
}

/** The state of one check while it runs. */
class Check {
  trust!: ReportTrust;
  tls: ReportTls | null = null;
  mcp: ReportMcp | null = null;
  era: Era | null = null;
  tools: Tool[] = [];
  readonly findings: Finding[] = [];
  private readonly url: URL;
  private addresses: CheckedAddress[] = [];
  private secured: TlsObservation | null = null;
  private hasAnswer = false;

  constructor(
    private readonly target: CheckTarget,
    private readonly secrets: string[],
    readonly stages: StageLog,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.url = new URL(target.url);
  }

  async run(): Promise<void> {
    try {
      const trust = await resolveTrust(this.target);
      this.trust = trust.report;
      this.noteVerification(trust);
      await this.converse(trust);
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      this.trust ??= reportRefused(this.target);
      this.findings.push(finding(error.code, 'error', { detail: error.message, fix: error.fix }));
    }
  }

  private noteVerification(trust: ResolvedTrust): void {
    if (trust.decision.verify || this.url.protocol !== 'https:') return;
    this.findings.push(
      finding('verification_disabled', 'warning', {
        detail: trust.decision.warnings.join(' '),
        fix: 'Choose Custom CA with the certificate of the CA that issued the server’s, or Default if it comes from a public CA.',
      }),
    );
  }

  private async converse(trust: ResolvedTrust): Promise<void> {
    const { target, signal } = this;
    const mcpTarget = {
      url: target.url,
      transport: target.transport,
      headers: authHeaders(target, target.static_headers),
      timeoutMs: target.timeout_ms,
      era: target.era,
    };
    let connection: Awaited<ReturnType<typeof openMcp>> | null = null;
    try {
      connection = await openMcp(mcpTarget, trust, { signal, observer: this.observer() });
      this.era = connection.era;
      this.stages.end('http', 'ok', 'The server answers.');
      this.describeServer(connection.client, connection.era);
      this.stages.start('tools');
      this.tools = await listTools(connection);
      if (this.mcp) this.mcp.tools = this.tools.length;
      this.stages.end('tools', 'ok', this.tools.length === 1 ? '1 tool' : `${this.tools.length} tools`);
      if (this.secured) this.findings.push(...tlsNotes(this.secured.chain));
    } catch (error) {
      signal?.throwIfAborted();
      await this.explain(error, trust);
    } finally {
      // The goodbye of a legacy session may take a second; nobody needs to wait for it.
      void connection?.close();
    }
  }

  private observer(): ConnectionObserver {
    const { stages } = this;
    const isTls = this.url.protocol === 'https:';
    return {
      resolving: () => stages.start('dns'),
      resolved: (addresses, ms) => {
        this.addresses = addresses;
        stages.end('dns', 'ok', addresses.map(({ address }) => address).join(', '), ms);
      },
      connecting: () => stages.start('tcp'),
      connected: ({ address, port }, ms) => {
        this.addresses = reached(this.addresses, address);
        stages.end('tcp', 'ok', `${isIPv6(address) ? `[${address}]` : address}:${port}`, ms);
        if (isTls) return;
        stages.end('tls', 'skipped', 'The URL starts with http://, so nothing is encrypted.', 0);
        stages.start('http');
      },
      securing: () => stages.start('tls'),
      secured: (tls, ms) => {
        this.secured = tls;
        this.tls = reportTls(tls);
        const verified = this.trust.verify ? 'certificate verified' : 'certificate not verified';
        stages.end('tls', this.trust.verify ? 'ok' : 'warning', `${tls.protocol}, ${tls.cipher}, ${verified}`, ms);
        stages.start('http');
      },
      responded: ({ status }) => {
        this.hasAnswer = true;
        // The first answer of a legacy server is a refusal of the newer era's probe, so only success ends the stage.
        if (status >= 300) return;
        stages.end('http', 'ok', `HTTP ${status}`);
        stages.start('mcp');
      },
    };
  }

  private describeServer(client: Awaited<ReturnType<typeof openMcp>>['client'], era: Era): void {
    const info = client.getServerVersion();
    const protocol = client.getNegotiatedProtocolVersion() ?? era;
    const capabilities = client.getServerCapabilities() ?? {};
    // Cut only when clean: of half a secret nobody could tell later that it is one.
    const [name = '', version = ''] = scrub([info?.name, info?.version], this.secrets).map((text) =>
      text?.slice(0, 200),
    );
    this.mcp = {
      era,
      protocol_version: protocol,
      server_name: name,
      server_version: version,
      capabilities: JSON.stringify(capabilities).length > 65_536 ? {} : capabilities,
      tools: 0,
    };
    this.stages.start('mcp');
    this.stages.end('mcp', 'ok', `${name || 'server'}, protocol ${protocol}`);
  }

  private async explain(error: unknown, trust: ResolvedTrust): Promise<void> {
    const found = await this.causes(error, trust);
    if (found.length === 0) throw error;
    this.findings.push(...found);
    const stage = this.failedStage(error);
    this.stages.start(stage);
    this.stages.end(stage, 'failed', found[0]?.title ?? '');
  }

  private failedStage(error: unknown): StageName {
    // A later connection may fail where the first one did not: then what it was for has failed.
    if (error instanceof ConnectFailure && !this.stages.isDone(error.stage)) return error.stage;
    // Refused before anything was looked up: the port.
    if (error instanceof McpFailure && error.code === 'address_not_allowed') return 'tcp';
    return this.stages.current ?? (this.hasAnswer ? 'mcp' : 'http');
  }

  private async causes(error: unknown, trust: ResolvedTrust): Promise<Finding[]> {
    if (error instanceof ConnectFailure) {
      if (error.refused) {
        const judged = await judgeRefusal(error, trust, this.signal);
        this.tls = judged.tls;
        return judged.findings;
      }
      const mayWantCertificate = error.stage === 'tls' && !(error.cause instanceof McpFailure);
      return [connectFinding(error, mayWantCertificate ? await asksForClientCertificate(error, this.signal) : null)];
    }
    if (!(error instanceof McpFailure)) return [];
    if (error.code === 'timed_out') return [failureFinding(this.timeout(error))];
    // Under TLS 1.3 a server refuses a missing client certificate only after the handshake, as a closed connection.
    if (error.code === 'connection_reset' && this.secured && !this.hasAnswer) {
      const where = this.destination(443);
      if (isCertificateAlert(error) || (await asksForClientCertificate(where, this.signal))) {
        const message = `${where.host} port ${where.port} asks for a client certificate and closes the connection without one.`;
        return [failureFinding(new McpFailure('client_certificate_required', message, error))];
      }
    }
    const found = failureFinding(error);
    if (!(await this.isTlsBehindHttp(error, trust))) return [found];
    return [{ ...found, detail: `${found.detail} It speaks TLS on this port.`, fix: 'Write https:// in the URL.' }];
  }

  /** A TLS server drops a plain request, or answers it with an alert or HTTP 400: only a handshake tells. */
  private async isTlsBehindHttp({ code }: McpFailure, trust: ResolvedTrust): Promise<boolean> {
    const isSuspect = code === 'http_error' || (!this.hasAnswer && (code === 'connection_reset' || code === 'not_mcp'));
    if (this.url.protocol !== 'http:' || !isSuspect || this.addresses.length === 0) return false;
    return (await captureChain(this.destination(80), trust, this.signal)) !== null;
  }

  private destination(defaultPort: number): Destination {
    const host = this.url.hostname.replace(/^\[(.*)\]$/, '$1');
    return { host, port: Number(this.url.port || defaultPort), addresses: this.addresses };
  }

  private timeout(error: McpFailure): McpFailure {
    const waited = `within ${this.target.timeout_ms} ms`;
    const stage = this.stages.current;
    if (stage === 'tcp')
      return new McpFailure('connection_timed_out', `${this.url.host} does not answer ${waited}.`, error);
    if (stage === 'dns')
      return new McpFailure('timed_out', `The name servers gave no address for ${this.url.hostname} ${waited}.`, error);
    if (stage === 'tls')
      return new McpFailure(
        'timed_out',
        `${this.url.host} accepts connections, but did not finish the TLS handshake ${waited}.`,
        error,
      );
    if (stage === 'http')
      return new McpFailure('timed_out', `${this.url.host} did not answer the request ${waited}.`, error);
    return new McpFailure(
      'timed_out',
      `${this.url.host} answers, but the MCP conversation did not end ${waited}.`,
      error,
    );
  }
}

function isCertificateAlert(error: McpFailure): boolean {
  return /ERR_SSL_\w*CERTIFICATE/.test(error.message);
}
