import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { checkFailing } from './diagnosis';
import { startFailingServer } from './failing-server';
import type { Measurement } from './sample';

const CHAINS = 500;
/** Until every cache, each of which is bounded, has its full size. */
const WARM_UP = 300;

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
