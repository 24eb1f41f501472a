import { z } from 'zod';
import { readEntry } from '../mcp/egress-entry';
import { singleLine } from '../servers/schema';

/**
 * The one schema of the egress rules: form, server action, REST and what is stored parse with it. Pure: the browser loads
 * it too.
 */

/** In one list. */
export const MAX_EGRESS_ENTRIES = 500;

/** Entries in their normal form, each once. A refused one is named by its place in the list. */
const entries = (list: string) =>
  z
    .array(z.string({ error: 'an entry is a text' }), { error: `${list} is a list of texts` })
    .max(MAX_EGRESS_ENTRIES, `more than ${MAX_EGRESS_ENTRIES} entries in ${list}`)
    .transform((texts, context) => {
      const normal = texts.map((text, index) => {
        const read = readEntry(text);
        if ('entry' in read) return read.entry.text;
        context.addIssue({ code: 'custom', path: [index], message: read.problem });
        return '';
      });
      return [...new Set(normal)];
    });

export const egressRulesSchema = z.object({ allow: entries('allow'), deny: entries('deny') });

/** Changes to the rules: an omitted list stays. */
export const egressChangesSchema = egressRulesSchema.partial();

/** What to try, under the rules in force, or with these lists in place of theirs. */
export const egressTrialSchema = egressChangesSchema.extend({
  address: singleLine('Address', 2048)
    .transform((value) => value.trim())
    .refine((value) => value !== '', 'Address is empty'),
});

export const egressFields: readonly string[] = Object.keys(egressRulesSchema.shape);
