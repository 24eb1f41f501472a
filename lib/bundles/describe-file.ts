import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { describeBundle } from '../trust/describe';

interface Options {
  actor: Actor;
  path: string;
}

/** What a bundle file on the machine Vouch runs on holds; reads that file and nothing else, and shows certificates alone. */
export const describeBundleFile = verb(
  { name: 'bundles.describe_file', role: 'operator' },
  async ({ path }: Options): ReturnType<typeof describeBundle> => describeBundle(path),
);
