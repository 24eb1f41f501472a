import type { TlsOptions } from 'node:tls';
import type { FindingCode } from '../../lib/diagnosis/codes';
import { type ClientId, clientIds, clientProfiles } from '../../lib/diagnosis/profiles';
import type { Aia } from '../aia';
import { type Issued, type IssueOptions, issueCertificate, pemChain } from '../certificates';
import type { Pki } from '../pki';

/** The bundle that makes a scenario connect: a property of the certificates, whatever the client was given. */
export type Bundle = 'root' | 'root-and-intermediate' | 'other-root' | 'self-signed' | 'own';

export interface TlsMaterial {
  key: string;
  /** The certificates as sent. */
  cert: string;
  /** The name a client connects to. */
  host: string;
  tls?: TlsOptions;
  plain?: boolean;
  /** What its administrator hands out in place of Lab Root CA. */
  trust?: string;
  /** The bundle of `connectsWith: 'own'`. */
  repair?: string;
}

export interface TlsScenario {
  name: string;
  /** What is wrong, in one sentence. */
  title: string;
  /**
   * The client profiles that accept chain and name with Lab Root CA alone as their trust (or with the scenario's own
   * `trust`). Measured with the real clients; `real-clients.test.ts` measures again.
   */
  accepts: readonly ClientId[];
  /** All that is to be found with that trust, errors and notes; what a person has to hear first comes first. */
  findings: readonly FindingCode[];
  /** The first of them; null when there is nothing to find. */
  expected: FindingCode | null;
  /** Whether Node connects with that trust. */
  connects: boolean;
  /** Null: no bundle makes it connect. */
  connectsWith: Bundle | null;
  build(pki: Pki, aia: Aia): Promise<TlsMaterial>;
}

type Options = Pick<TlsScenario, 'name' | 'title' | 'accepts' | 'build'> &
  Partial<Pick<TlsScenario, 'findings' | 'connects' | 'connectsWith'>>;

export function scenario({ findings = [], ...options }: Options): TlsScenario {
  const connects = options.connects ?? options.accepts.includes('node');
  const connectsWith = options.connectsWith ?? (connects ? 'root' : null);
  return { ...options, findings, expected: findings[0] ?? null, connects, connectsWith };
}

export const everyone: readonly ClientId[] = clientIds;
export const nobody: readonly ClientId[] = [];
export const allButStrict = clientProfiles.filter((one) => !one.isStrict).map((one) => one.id);
/** Who takes 80 bits of security, an RSA key of 1024 bits. */
export const level1 = clientProfiles.filter((one) => one.securityLevel === 1).map((one) => one.id);

/** For servers that send what OpenSSL would not let them send. */
export const lax: TlsOptions = { ciphers: 'DEFAULT@SECLEVEL=0' };

export function leaf(options: Partial<IssueOptions>): Promise<Issued> {
  return issueCertificate({ subject: 'CN=localhost,O=Vouch Lab', ...options });
}

export function authority(name: string, options: Partial<IssueOptions> = {}): Promise<Issued> {
  return issueCertificate({ subject: `CN=${name},O=Vouch Lab`, isCa: true, ...options });
}

/** An intermediate of the authority that nobody was told about. */
export function elsewhere(otherRoot: Issued): Promise<Issued> {
  return issueCertificate({ subject: 'CN=Elsewhere Issuing CA,O=Elsewhere', issuer: otherRoot, isCa: true });
}

/** Leaf and intermediate. */
export async function chainWith(
  intermediate: Issued,
  options: Partial<IssueOptions> = {},
  material: Partial<TlsMaterial> = {},
): Promise<TlsMaterial> {
  return send([await leaf({ issuer: intermediate, ...options }), intermediate], material);
}

export function send(chain: [Issued, ...Issued[]], material: Partial<TlsMaterial> = {}): TlsMaterial {
  return { key: chain[0].keyPem, cert: pemChain(...chain), host: '127.0.0.1', ...material };
}
