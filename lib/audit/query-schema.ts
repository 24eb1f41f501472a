import { z } from 'zod';
import { outcomes } from './dto';

const MAX_TEXT = 200;
export const MAX_WORDS = 10;
/** SQLite compares times as text, and a fifth digit of the year would sort before all others. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const DAY_MS = 86_400_000;

const text = z
  .string({ error: 'a text' })
  .trim()
  .max(MAX_TEXT, `at most ${MAX_TEXT} characters`)
  .transform((value) => value || undefined);

const day = z.iso.date();
const time = z.iso.datetime({ offset: true, local: true });
const moment = z
  .string()
  .trim()
  .max(40, 'at most 40 characters')
  .refine((value) => value === '' || isDay(value) || time.safeParse(value).success, {
    error: 'a day like 2026-11-22, or a time like 2026-11-22T10:00:00Z',
  });

/** Which entries are asked for, as a URL says it: all are texts, and an empty one counts as absent. */
export const auditQuerySchema = z
  .strictObject({
    /** Words that all stand somewhere in who, where from, what, on what or the detail. */
    search: text
      .transform((value) => [...new Set(value?.split(/\s+/))])
      .refine((words) => words.length <= MAX_WORDS, `at most ${MAX_WORDS} words`),
    /** A part of the name, or the whole id. */
    actor: text,
    action: text,
    outcome: z.enum(['', ...outcomes], { error: outcomes.join(' or ') }).transform((value) => value || undefined),
    /** The id of what it was done to. */
    subject: text,
    from: moment.transform((value) => (value ? new Date(startOf(value)) : undefined)),
    /** Before then; a day counts as a whole. */
    to: moment.transform((value) => {
      if (!value) return undefined;
      return new Date(Math.min(LAST_MS, startOf(value) + (isDay(value) ? DAY_MS : 0)));
    }),
    /** Entries older than the one of this number. */
    before: z
      .string()
      .trim()
      .regex(/^([1-9]\d{0,14})?$/, 'the number of an entry')
      .transform((value) => (value ? Number(value) : undefined)),
  })
  .partial();

export type AuditQuery = z.output<typeof auditQuerySchema>;

function isDay(value: string): boolean {
  return day.safeParse(value).success;
}

/** Without a zone, it is UTC. */
function startOf(value: string): number {
  if (isDay(value)) return Date.parse(`${value}T00:00:00Z`);
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`);
}
