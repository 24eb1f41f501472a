import { screenActor } from '@/app/_access/actor';
import { validity } from '@/app/_components/time-words';
import { getBundle } from '@/lib/bundles/get';
import { listBundles } from '@/lib/bundles/list';
import type { ServerListItem } from '@/lib/servers/dto';
import { type BundleCertificate, describeBundle } from '@/lib/trust/describe';

/** More than this is a list of public roots: some of those have always ended, and do no harm. */
const MOST_OWN = 40;
const MOST_FILES = 20;
const DAY_MS = 86_400_000;

export interface EndingBundle {
  /** The name of a managed bundle, else the path of the file. */
  title: string;
  /** Null for a file. */
  id: string | null;
  certificates: BundleCertificate[];
}

/**
 * Bundles with certificates that end in less than `days` or have ended: those of the library, and the files that these
 * servers and other settings name. Reads the files.
 */
export async function endingBundles(
  servers: ServerListItem[],
  others: (string | undefined)[],
  { now, days }: { now: number; days: number },
): Promise<EndingBundle[]> {
  const actor = await screenActor();
  const ends = ({ not_before, not_after }: BundleCertificate) => validity(not_before, not_after, now).tone !== 'ok';
  const library = await listBundles({ actor });
  const before = now + days * DAY_MS;
  const managed = library
    .filter(({ first_expires_at: end }) => end !== null && Date.parse(end) < before)
    .map(async ({ bundle_id: id, name: title }) => {
      const { certificates } = await getBundle({ actor, id });
      return { title, id, certificates: certificates.filter(ends) };
    });
  // A setting may name the file of a managed bundle.
  const known = new Set(library.map(({ path }) => path));
  const named = [...others, ...servers.map(({ ssl_verify }) => ssl_verify)];
  const paths = [...new Set(named.filter((path) => typeof path === 'string'))].filter((path) => !known.has(path));
  const files = paths.slice(0, MOST_FILES).map(async (title) => {
    const { certificates } = await describeBundle(title);
    const own = certificates.length <= MOST_OWN ? certificates : [];
    return { title, id: null, certificates: own.filter(ends) };
  });
  return (await Promise.all([...managed, ...files])).filter(({ certificates }) => certificates.length > 0);
}
