import { systemActor } from '../access/actor';
import { log } from '../log';
import { pruneAudit } from './prune';

const DAY_MS = 86_400_000;

/** Removes what the retention no longer keeps, now and once a day. Answers a function that ends it. */
export function startAuditPruning(intervalMs = DAY_MS): () => void {
  let isBusy = false;
  async function prune(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const { removed } = await pruneAudit({ actor: systemActor });
      if (removed > 0) log.info('audit log pruned', { removed });
    } catch (error) {
      log.error('the audit log could not be pruned', { error });
    } finally {
      isBusy = false;
    }
  }

  void prune();
  const timer = setInterval(prune, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
