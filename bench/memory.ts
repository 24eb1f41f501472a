import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { generateKeys, issueCertificate } from '../lab/certificates';
import { readCertificate } from '../lib/x509/certificate';
import { checkFailing } from './diagnosis';
import { startFailingServer } from './failing-server';
import type { Measurement } from './sample';

//x
const CHAINS = 500;
const WARM_UP = 100;
/** As many as are kept: before, every chain adds its own to the cache, which is no leak. */
const KEPT_CERTIFICATES = 1000;

/** What is left in memory after failing checks of chains that nobody has seen before, one after the other. */
export async function benchMemory(): Promise<Measurement[]> {
  const server = await startFailingServer();
  const check = async (count: number) => {
    for (let number = 0; number < count; number += 1) {
      await server.renew();
      await checkFailing(server);
    }
    return settledMemory();
  };
  try {
    await fillCertificateCache();
    const before = await check(WARM_UP);
    const after = await check(CHAINS);
    const name = (what: string) => `growth of the ${what} after ${CHAINS} distinct chains`;
    return [
      measurement(name('heap'), before.heapUsed, after.heapUsed, 5),
      measurement(name('process'), before.rss, after.rss, 30),
    ];
  } finally {
    await server.close();
  }
}

async function fillCertificateCache(): Promise<void> {
  const keys = await generateKeys();
  for (let number = 0; number < KEPT_CERTIFICATES; number += 1) {
    readCertificate((await issueCertificate({ subject: `CN=${number},O=Bench`, keys })).pem);
  }
}

function measurement(name: string, before: number, after: number, atMost: number): Measurement {
  const detail = `${(before / 1e6).toFixed(1)} MB, then ${(after / 1e6).toFixed(1)} MB`;
  return { name, value: (after - before) / 1e6, unit: 'MB', atMost, detail };
}

/** After what is garbage is gone, finalizers included. */
async function settledMemory(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 4; round += 1) {
    collect();
    await setTimeout(50);
  }
  return process.memoryUsage();
}
