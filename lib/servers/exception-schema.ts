import { z } from 'zod';

const words =
  'ssl_verify_until is a date such as 2026-12-31, or a time with its offset such as 2026-12-31T18:00:00+01:00';
const day = z.iso.date();
const time = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);
/** The last moment whose year has four digits: the database compares times as texts. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const MAX_CHARACTERS = 40;

/** When an exception ends: a date stands for its last moment in UTC. Pure. */
export const exceptionEnd = z
  .string({ error: words })
  .max(MAX_CHARACTERS, words)
  .transform((text, context) => {
    const isDay = day.safeParse(text).success;
    const end = new Date(isDay ? `${text}T23:59:59.999Z` : text);
    const isRead = (isDay || time.safeParse(text).success) && !Number.isNaN(end.getTime());
    if (isRead && end.getTime() <= LATEST) return end;
    context.addIssue({ code: 'custom', message: isRead ? 'ssl_verify_until is after the year 9999' : words });
    return z.NEVER;
  });
