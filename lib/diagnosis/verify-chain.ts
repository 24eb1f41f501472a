import { runOpenssl } from './openssl';
import type { ClientProfile } from './profiles';

/** What `openssl verify` says of a chain; names are not its business here. */
export type Verification =
  | { verdict: 'accept' }
  /** The first error: X509_V_ERR_* number, position in the path counted from the leaf, OpenSSL's words. */
  | { verdict: 'reject'; code: number; depth: number; reason: string }
  | { verdict: 'unknown'; note: string };

/** Names of PEM files: what is trusted, the chain as sent, its first certificate. */
export interface ChainFiles {
  /** Null: nothing is. */
  roots: string | null;
  sent: string;
  leaf: string;
}

/**
 * The verdict of one kind of client on a chain, names aside: `openssl verify` with the flags that make it behave like
 * that client (X509_V_FLAG_X509_STRICT, X509_V_FLAG_PARTIAL_CHAIN, the security level). 5 s at most.
 */
export async function verifyChain(profile: ClientProfile, files: ChainFiles): Promise<Verification> {
  const run = await runOpenssl([
    ...['verify', '-purpose', 'sslserver', '-no-CApath', '-no-CAstore'],
    ...['-auth_level', String(profile.securityLevel)],
    ...(profile.isStrict ? ['-x509_strict'] : []),
    ...(profile.acceptsPartialChain ? ['-partial_chain'] : []),
    ...(files.roots ? ['-CAfile', files.roots] : ['-no-CAfile']),
    ...['-untrusted', files.sent, files.leaf],
  ]);
  if (!run) return { verdict: 'unknown', note: 'There is no openssl command where Vouch runs.' };
  if (run.isStopped) return { verdict: 'unknown', note: 'The openssl command did not answer in time.' };
  if (run.isOk) return { verdict: 'accept' };
  const error = /^error (\d+) at (\d+) depth lookup: (.*)$/m.exec(run.stderr);
  if (!error) return { verdict: 'unknown', note: 'The openssl command cannot read this chain.' };
  return { verdict: 'reject', code: Number(error[1]), depth: Number(error[2]), reason: error[3] ?? '' };
}
