import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pemChain } from './certificates';
import type { OddChain } from './odd-chains';

export interface OpensslVerdict {
  /** The first; null when it accepts. */
  error: { code: number; depth: number } | null;
  /** Of the path it took, leaf first: "CN=Leaf, O=Odd Chains". Empty when it refuses. */
  subjects: string[];
  untrustedCount: number;
}

export type VerifyFlag = '-x509_strict' | '-partial_chain';

const base = ['verify', '-purpose', 'sslserver', '-no-CApath', '-no-CAstore', '-auth_level', '1', '-show_chain'];

/** Lets `use` run `openssl verify` on a chain with flags of its choice. No file stays behind. */
export async function withOpensslVerify<T>(
  { sent, anchors }: OddChain,
  use: (verify: (flags: VerifyFlag[]) => Promise<OpensslVerdict>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vouch-verify-'));
  const file = async (name: string, pem: string) => {
    await writeFile(join(folder, name), pem);
    return join(folder, name);
  };
  try {
    const leaf = await file('leaf.pem', pemChain(...sent.slice(0, 1)));
    const untrusted = await file('sent.pem', pemChain(...sent));
    const trust = anchors.length > 0 ? ['-CAfile', await file('anchors.pem', pemChain(...anchors))] : ['-no-CAfile'];
    return await use(async (flags) => read(await run([...base, ...flags, ...trust, '-untrusted', untrusted, leaf])));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** "OpenSSL 3.0.19 27 Jan 2026 (…)"; empty where there is no such command. */
export async function opensslVersionLine(): Promise<string> {
  return (await run(['version'])).output;
}

function read({ isOk, output }: { isOk: boolean; output: string }): OpensslVerdict {
  const error = /^error (\d+) at (\d+) depth lookup/m.exec(output);
  if (isOk === (error !== null)) throw new Error(`openssl verify said something else: ${output}`);
  const lines = output.split('\n').filter((line) => line.startsWith('depth='));
  return {
    error: error && { code: Number(error[1]), depth: Number(error[2]) },
    subjects: lines.map((line) => line.replace(/^depth=\d+: | \(untrusted\)$/g, '').replaceAll(' = ', '=')),
    untrustedCount: lines.filter((line) => line.endsWith(' (untrusted)')).length,
  };
}

function run(args: string[]): Promise<{ isOk: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile('openssl', args, { timeout: 10_000, maxBuffer: 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ isOk: error === null, output: `${stdout}\n${stderr}` }),
    );
  });
}
