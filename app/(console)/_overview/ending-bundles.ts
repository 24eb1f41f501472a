import { validity } from '@/app/_components/time-words';
import type { ServerListItem } from '@/lib/servers/dto';
import { type BundleCertificate, describeBundle } from '@/lib/trust/describe';

/** More than this is a list of public roots: some of those have always ended, and do no harm. */
const MOST_OWN = 40;
const MOST_FILES = 20;

export interface EndingBundle {
  path: string;
  certificates: BundleCertificate[];
}

/** Bundles of these servers, and others named, with certificates that end soon or have ended. Reads the files. */
export async function endingBundles(
  servers: ServerListItem[],
  others: (string | undefined)[],
  now: number,
): Promise<EndingBundle[]> {
  const named = [...others, ...servers.map(({ ssl_verify }) => ssl_verify)];
  const paths = [...new Set(named.filter((path) => typeof path === 'string'))].slice(0, MOST_FILES);
  const bundles = await Promise.all(
    paths.map(async (path) => {
      const { certificates } = await describeBundle(path);
      const own = certificates.length <= MOST_OWN ? certificates : [];
      const ends = ({ not_before, not_after }: BundleCertificate) => validity(not_before, not_after, now).tone !== 'ok';
      return { path, certificates: own.filter(ends) };
    }),
  );
  return bundles.filter(({ certificates }) => certificates.length > 0);
}
