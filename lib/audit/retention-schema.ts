import { z } from 'zod';

export const MIN_KEEP_DAYS = 30;
export const MAX_KEEP_DAYS = 3650;

const expected = `a whole number of days from ${MIN_KEEP_DAYS} to ${MAX_KEEP_DAYS}, or null to keep entries for ever`;

/** How long entries are kept. */
export const retentionSchema = z.strictObject(
  { keep_days: z.int({ error: expected }).min(MIN_KEEP_DAYS, expected).max(MAX_KEEP_DAYS, expected).nullable() },
  {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `the retention has keep_days and nothing else` : undefined),
  },
);

export type Retention = z.output<typeof retentionSchema>;
