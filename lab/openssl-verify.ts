import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pemChain } from './certificates';
import type { OddChain } from './odd-chains';

/** What `openssl verify` says: null when it accepts, else its first error. */
export interface OpensslVerdict {
  error: { code: number; depth: number } | null;
  /** SHA-256 fingerprints, as -show_chain prints the subjects. Empty when it refuses. */
  subjects: string[];
  untrusted: number;
}

export interface VerifyFlags {
  isStrict: boolean;
  isPartial: boolean;
}

const base = ['verify', '-purpose', 'sslserver', '-no-CApath', '-no-CAstore', '-auth_level', '1', '-show_chain'];

/** Runs `openssl verify` on a chain once for every set of flags, one after the other, and leaves no file behind. */
export async function opensslVerify(
  { sent, anchors }: Omit<OddChain, 'title'>,
  runs: readonly VerifyFlags[],
): Promise<OpensslVerdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-verify-'));
  try {
    const [leaf, untrusted, roots] = ['leaf.pem', 'sent.pem', 'roots.pem'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([
      writeFile(leaf, pemChain(...sent.slice(0, 1))),
      writeFile(untrusted, pemChain(...sent)),
      writeFile(roots, pemChain(...anchors)),
    ]);
    const trust = anchors.length > 0 ? ['-CAfile', roots] : ['-no-CAfile'];
    const verdicts: OpensslVerdict[] = [];
    for (const { isStrict, isPartial } of runs) {
      const flags = [...(isStrict ? ['-x509_strict'] : []), ...(isPartial ? ['-partial_chain'] : [])];
      verdicts.push(read(await run([...base, ...flags, ...trust, '-untrusted', untrusted, leaf])));
    }
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function read({ isOk, output }: { isOk: boolean; output: string }): OpensslVerdict {
  const lines = output.split('\n').filter((line) => line.startsWith('depth='));
  const error = /^error (\d+) at (\d+) depth lookup/m.exec(output);
  if (isOk === (error !== null)) throw new Error(`openssl verify said something new: ${output}`);
  return {
    error: error && { code: Number(error[1]), depth: Number(error[2]) },
    subjects: lines.map((line) => line.replace(/^depth=\d+: /, '').replace(/ \(untrusted\)$/, '')),
    untrusted: lines.filter((line) => line.endsWith(' (untrusted)')).length,
  };
}

function run(args: string[]): Promise<{ isOk: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile('openssl', args, { timeout: 10_000, maxBuffer: 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ isOk: error === null, output: `${stdout}\n${stderr}` }),
    );
  });
}
