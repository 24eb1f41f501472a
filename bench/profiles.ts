import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lab } from '../lab/start';
import { clientProfiles } from '../lib/diagnosis/profiles';
import { verifyChain } from '../lib/diagnosis/verify-chain';
import { test } from './connection-test';
import { compare, type Measurement } from './sample';

/** One `openssl verify` for each profile, all at the same time against one after the other. */
export async function benchProfiles(lab: Lab): Promise<Measurement[]> {
  const { tls } = await test(lab.server('current'), lab.rootPath);
  const [leaf = '', ...others] = (tls?.chain ?? []).map(({ pem }) => pem);
  const folder = await mkdtemp(path.join(tmpdir(), 'vouch-bench-'));
  const files = { roots: lab.rootPath, sent: path.join(folder, 'sent.pem'), leaf: path.join(folder, 'leaf.pem') };
  try {
    await writeFile(files.leaf, leaf);
    await writeFile(files.sent, [leaf, ...others].join(''));
    const { ratio, subjectMs, baselineMs } = await compare(
      () => Promise.all(clientProfiles.map((profile) => verifyChain(profile, files))),
      async () => {
        for (const profile of clientProfiles) await verifyChain(profile, files);
      },
      { rounds: 40, warmUp: 5 },
    );
    return [
      {
        name: 'five profiles side by side / one after the other',
        value: ratio,
        unit: 'ratio',
        // Starting a process takes the main thread half of the time, so the gain is small; a loss would be a mistake.
        atMost: 1,
        detail: `${subjectMs.toFixed(1)} ms / ${baselineMs.toFixed(1)} ms`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
