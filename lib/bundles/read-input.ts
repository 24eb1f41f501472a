import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { parseInput } from '../servers/parse-input';
import { bundleContent } from './bundle-content';
import type { BundleContent } from './dto';
import { readSource } from './read-source';
import { bundleContentSchema } from './schema';

/** Parses certificates on the spot, for a look before they are saved. Throws AppError `bad_input`. */
export const readBundleInput = verb(
  { name: 'bundles.read_input', role: 'operator' },
  async ({ input }: { actor: Actor; input: unknown }): Promise<BundleContent> => {
    const source = await readSource(parseInput(bundleContentSchema, input, 'a bundle'));
    return bundleContent(source ?? { form: 'pem', certificates: [], warnings: [] });
  },
);
