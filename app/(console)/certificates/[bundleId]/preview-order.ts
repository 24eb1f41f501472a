import type { PreviewedServer } from '@/lib/bundles/dto';
import type { ServerStatus } from '@/lib/servers/dto';

export type Change = 'worse' | 'unclear' | 'better' | 'same';

const rank: Record<ServerStatus, number> = { failing: 0, degraded: 1, unknown: 1, healthy: 2 };

/** What a replacement does to a server. A state that nobody knows is neither better nor worse than another. */
export function changeOf({ before, after }: PreviewedServer): Change {
  if (after.state === 'unknown') return 'unclear';
  if (before.state === 'unknown') return after.state === 'failing' ? 'worse' : 'same';
  const gain = rank[after.state] - rank[before.state];
  return gain < 0 ? 'worse' : gain > 0 ? 'better' : 'same';
}

const order: Record<Change, number> = { worse: 0, unclear: 1, better: 2, same: 3 };

/** What gets worse first, and there what is then worst. */
export function orderPreview(servers: PreviewedServer[]): PreviewedServer[] {
  return [...servers].sort(
    (a, b) =>
      order[changeOf(a)] - order[changeOf(b)] ||
      rank[a.after.state] - rank[b.after.state] ||
      a.server_name.localeCompare(b.server_name, 'en'),
  );
}

/** "2 of 5 servers get worse." */
export function previewWords(servers: PreviewedServer[]): {
  tone: 'failed' | 'warning' | 'ok' | 'info';
  words: string;
} {
  const total = servers.length;
  if (total === 0) return { tone: 'info', words: 'No server uses this bundle, so none changes.' };
  const count = (wanted: Change) => servers.filter((server) => changeOf(server) === wanted).length;
  const of = (number: number) => (total === 1 ? 'The one server that uses it' : `${number} of ${total} servers`);
  const worse = count('worse');
  if (worse > 0) return { tone: 'failed', words: `${of(worse)} ${worse === 1 ? 'gets' : 'get'} worse.` };
  const unclear = count('unclear');
  if (unclear > 0) return { tone: 'warning', words: `${of(unclear)} could not be tested; no other gets worse.` };
  const better = count('better');
  if (better > 0)
    return { tone: 'ok', words: `${of(better)} ${better === 1 ? 'gets' : 'get'} better, none gets worse.` };
  return {
    tone: 'ok',
    words: total === 1 ? 'The one server that uses it stays as it is.' : `All ${total} servers stay as they are.`,
  };
}
