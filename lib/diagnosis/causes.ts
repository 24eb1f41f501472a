import { ConnectFailure } from '../mcp/connector';
import { destinationOf } from '../mcp/destination';
import { McpFailure } from '../mcp/failure';
import type { CheckedAddress } from '../trust/open-socket';
import type { ResolvedTrust } from '../trust/resolve';
import { captureChain } from './capture';
import { asksForClientCertificate } from './client-certificate';
import type { Examination } from './examine';
import { connectFinding, failureFinding } from './failure-findings';
import type { KnownCertificates } from './known-certificates';
import type { Finding, ReportTls, StageName } from './report';
import { examineRefusal } from './tls-report';

/** How far a conversation had got when it failed. */
export interface Scene {
  url: URL;
  timeoutMs: number;
  trust: ResolvedTrust;
  signal: AbortSignal | undefined;
  known: KnownCertificates;
  /** Those that passed the egress rules; empty before the look-up. */
  addresses: CheckedAddress[];
  isSecured: boolean;
  hasAnswer: boolean;
  /** The stage that was running. */
  stage: StageName | null;
}

interface Causes {
  /** Empty when the error is none that a server can cause. */
  findings: Finding[];
  /** The chain that verification refused, examined; null when it refused none. */
  refusal: ({ tls: ReportTls | null } & Examination) | null;
}

/**
 * Why a conversation failed. Looks closer where the error alone does not tell: at a refused chain, for a demanded
 * client certificate, for TLS behind http://; each on a connection of its own that carries nothing.
 */
export async function causesOf(error: unknown, scene: Scene): Promise<Causes> {
  if (error instanceof ConnectFailure && error.refused) {
    const refusal = await examineRefusal(error, scene);
    return { findings: refusal.findings, refusal };
  }
  if (error instanceof ConnectFailure) return { findings: [await connectCause(error, scene)], refusal: null };
  if (error instanceof McpFailure) return { findings: [await conversationCause(error, scene)], refusal: null };
  return { findings: [], refusal: null };
}

async function connectCause(error: ConnectFailure, { signal }: Scene): Promise<Finding> {
  const mayWantCertificate = error.stage === 'tls' && !(error.cause instanceof McpFailure);
  return connectFinding(error, mayWantCertificate ? await asksForClientCertificate(error, signal) : null);
}

async function conversationCause(error: McpFailure, scene: Scene): Promise<Finding> {
  if (error.code === 'timed_out') return failureFinding(timeout(error, scene));
  // Under TLS 1.3 a server refuses a missing client certificate only after the handshake, as a closed connection.
  if (error.code === 'connection_reset' && scene.isSecured && !scene.hasAnswer) {
    const where = destinationOf(scene.url, scene.addresses);
    if (isCertificateAlert(error) || (await asksForClientCertificate(where, scene.signal))) {
      const message = `${where.host} port ${where.port} asks for a client certificate and closes the connection without one.`;
      return failureFinding(new McpFailure('client_certificate_required', message, error));
    }
  }
  const found = failureFinding(error);
  if (!(await isTlsBehindHttp(error, scene))) return found;
  return { ...found, detail: `${found.detail} It speaks TLS on this port.`, fix: 'Write https:// in the URL.' };
}

function isCertificateAlert(error: McpFailure): boolean {
  return /ERR_SSL_\w*CERTIFICATE/.test(error.message);
}

/** A TLS server drops a plain request, or answers it with an alert or HTTP 400: only a handshake tells. */
async function isTlsBehindHttp({ code }: McpFailure, scene: Scene): Promise<boolean> {
  const isSuspect = code === 'http_error' || (!scene.hasAnswer && (code === 'connection_reset' || code === 'not_mcp'));
  if (scene.url.protocol !== 'http:' || !isSuspect || scene.addresses.length === 0) return false;
  return (await captureChain(destinationOf(scene.url, scene.addresses), scene.trust, scene.signal)) !== null;
}

function timeout(error: McpFailure, { url, timeoutMs, stage }: Scene): McpFailure {
  const waited = `within ${timeoutMs} ms`;
  if (stage === 'tcp') return new McpFailure('connection_timed_out', `${url.host} does not answer ${waited}.`, error);
  const reached: Partial<Record<StageName, string>> = {
    dns: `The name servers gave no address for ${url.hostname} ${waited}.`,
    tls: `${url.host} accepts connections, but did not finish the TLS handshake ${waited}.`,
    http: `${url.host} did not answer the request ${waited}.`,
  };
  const otherwise = `${url.host} answers, but the MCP conversation did not end ${waited}.`;
  return new McpFailure('timed_out', (stage && reached[stage]) ?? otherwise, error);
}
