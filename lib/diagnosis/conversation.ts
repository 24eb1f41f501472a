import { isIPv6 } from 'node:net';
import { ConnectFailure, reached } from '../mcp/connector';
import { destinationOf } from '../mcp/destination';
import { McpFailure } from '../mcp/failure';
import { listTools, type Tool } from '../mcp/list-tools';
import type { ConnectionObserver, TlsObservation } from '../mcp/observer';
import { type Era, openMcp } from '../mcp/open';
import { mcpTargetOf } from '../mcp/server-target';
import { plainText } from '../plain-text';
import { reportRefused } from '../trust/describe';
import type { CheckedAddress } from '../trust/open-socket';
import { type ResolvedTrust, resolveTrust } from '../trust/resolve';
import { TrustError } from '../trust/trust-error';
import type { ReportTrust } from '../trust/types';
import { causesOf } from './causes';
import { type Examination, examine, nothingSeen } from './examine';
import { finding } from './finding';
import type { KnownCertificates } from './known-certificates';
import type { Finding, ReportMcp, ReportTls, StageName } from './report';
import { scrub } from './scrub';
import type { SecretMatcher } from './secret-matcher';
import type { StageLog } from './stage-log';
import type { CheckTarget } from './target';
import { reportTls } from './tls-report';

/** One check while it runs: has the conversation, watches it, and keeps what it shows. */
export class Conversation {
  trust!: ReportTrust;
  tls: ReportTls | null = null;
  mcp: ReportMcp | null = null;
  examination: Examination = nothingSeen;
  era: Era | null = null;
  tools: Tool[] = [];
  readonly findings: Finding[] = [];
  private readonly url: URL;
  private addresses: CheckedAddress[] = [];
  private secured: TlsObservation | null = null;
  /** Runs beside the rest of the conversation. */
  private examining: Promise<Examination> | null = null;
  private hasAnswer = false;

  constructor(
    private readonly target: CheckTarget,
    private readonly secrets: SecretMatcher,
    readonly stages: StageLog,
    private readonly signal: AbortSignal | undefined,
    private readonly known: KnownCertificates,
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
    let connection: Awaited<ReturnType<typeof openMcp>> | null = null;
    try {
      connection = await openMcp(mcpTargetOf(target), trust, { signal, observer: this.observer(trust) });
      this.era = connection.era;
      this.stages.end('http', 'ok', 'The server answers.');
      this.describeServer(connection.client, connection.era);
      this.stages.start('tools');
      this.tools = await listTools(connection);
      if (this.mcp) this.mcp.tools = this.tools.length;
      this.stages.end('tools', 'ok', this.tools.length === 1 ? '1 tool' : `${this.tools.length} tools`);
    } catch (error) {
      signal?.throwIfAborted();
      await this.explain(error, trust);
    } finally {
      // The goodbye of a legacy session may take a second; nobody needs to wait for it.
      void connection?.close();
    }
    await this.takeExamination();
  }

  private async takeExamination(): Promise<void> {
    if (!this.examining) return;
    this.examination = await this.examining;
    this.findings.push(...this.examination.findings);
    if (this.tls) this.tls.path = this.examination.nodes;
  }

  /** Of a chain that was accepted; the same connection shows it, so no second one is made for it. */
  private examine(trust: ResolvedTrust, { chain }: TlsObservation): Promise<Examination> {
    const { url, addresses, known, signal } = this;
    const where = destinationOf(url, addresses);
    const examining = examine({ chain, trust, url, where, isRefused: false, known, signal });
    // Awaited later, when the conversation is over.
    examining.catch(() => undefined);
    return examining;
  }

  private observer(trust: ResolvedTrust): ConnectionObserver {
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
        if (tls.chain.length > 0) this.examining = this.examine(trust, tls);
        const verified = this.trust.verify ? 'certificate verified' : 'certificate not verified';
        stages.end('tls', this.trust.verify ? 'ok' : 'warning', `${verified}, ${tls.protocol}, ${tls.cipher}`, ms);
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
      plainText(text ?? '').slice(0, 200),
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
    const { target, url, signal, addresses, secured, hasAnswer, known } = this;
    // Looking closer takes time that is none of the stage's.
    const failedAfterMs = this.stages.elapsedMs;
    const scene = {
      url,
      timeoutMs: target.timeout_ms,
      trust,
      signal,
      known,
      addresses,
      hasAnswer,
      stage: this.stages.current,
    };
    const { findings, refusal } = await causesOf(error, { ...scene, isSecured: secured !== null });
    const [first] = findings;
    if (!first) throw error;
    if (refusal) {
      this.tls = refusal.tls ?? this.tls;
      this.examination = refusal;
      // A later connection was refused where the first was not: what counts is the refusal.
      this.examining = null;
    }
    this.findings.push(...findings);
    const stage = this.failedStage(error);
    this.stages.start(stage);
    this.stages.end(stage, 'failed', first.title, failedAfterMs);
  }

  private failedStage(error: unknown): StageName {
    // A later connection may fail where the first one did not: then what it was for has failed.
    if (error instanceof ConnectFailure && !this.stages.isDone(error.stage)) return error.stage;
    // Refused before anything was looked up: the port.
    if (error instanceof McpFailure && error.code === 'address_not_allowed') return 'tcp';
    return this.stages.current ?? (this.hasAnswer ? 'mcp' : 'http');
  }
}
