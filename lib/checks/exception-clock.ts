import { systemActor } from '../access/actor';
import { AppError } from '../errors';
import { log } from '../log';
import { endExceptions } from '../servers/end-exceptions';
import { checkServers } from './check-servers';
import { inParallel } from './in-parallel';

const MIN_SLEEP_MS = 20;
const AT_ONCE = 8;

/**
 * Ends exceptions from verification when their time has come, and checks each of their servers once, so that the last
 * result says that verification is on again. Connections do not wait for it: the resolver looks at the end itself.
 * `maxSleepMs` is also how late a change of the machine's clock, or an exception made meanwhile, may be noticed.
 * Answers a function that ends it.
 */
export function startExceptionClock(maxSleepMs = 60_000): () => void {
  const life = new AbortController();
  const { signal } = life;
  let timer: NodeJS.Timeout | undefined;
  // A check that cannot be recorded is not run again and again.
  let tried = new Set<string>();

  async function tick(): Promise<void> {
    let sleepMs = maxSleepMs;
    try {
      const { unreported, next } = await endExceptions({ actor: systemActor });
      const fresh = unreported.filter((end) => !tried.has(keyOf(end)));
      await inParallel(fresh, AT_ONCE, ({ server_id }) => check(server_id));
      tried = new Set(unreported.map(keyOf));
      if (next) sleepMs = Math.min(Math.max(next.getTime() - Date.now(), MIN_SLEEP_MS), maxSleepMs);
    } catch (error) {
      log.error('exceptions from verification could not be ended', { error });
    }
    if (signal.aborted) return;
    timer = setTimeout(tick, sleepMs);
    timer.unref();
  }

  async function check(id: string): Promise<void> {
    if (signal.aborted) return;
    try {
      await checkServers({ actor: systemActor, ids: [id], signal });
    } catch (error) {
      // Deleted meanwhile, or stopped.
      if (!(error instanceof AppError) && !signal.aborted) log.error('a server could not be checked', { id, error });
    }
  }

  void tick();
  return () => {
    life.abort();
    clearTimeout(timer);
  };
}

function keyOf({ server_id, until }: { server_id: string; until: string }): string {
  return `${server_id} ${until}`;
}
