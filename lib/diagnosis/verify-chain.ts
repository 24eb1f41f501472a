import { runOpenssl } from './openssl';
import type { ClientProfile } from './profiles';

/**
 * What `openssl verify` says of a chain; names are not its business here. A refusal comes with the first error, where
 * clients stop, and those that the command goes on to find behind it.
 */
export type Verification =
  | { verdict: 'accept' }
  | ({ verdict: 'reject'; further: VerifyError[] } & VerifyError)
  | { verdict: 'unknown'; note: string };

/** X509_V_ERR_* number, position in the path counted from the leaf, OpenSSL's words. */
export interface VerifyError {
  code: number;
  depth: number;
  reason: string;
}

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
  const [first, ...further] = errorsIn(run.stderr);
  if (!first) return { verdict: 'unknown', note: 'The openssl command cannot read this chain.' };
  return { verdict: 'reject', ...first, further };
}

function errorsIn(output: string): VerifyError[] {
  return [...output.matchAll(/^error (\d+) at (\d+) depth lookup: (.*)$/gm)].map(([, code, depth, reason]) => ({
    code: Number(code),
    depth: Number(depth),
    reason: reason ?? '',
  }));
}
