const DAY_MS = 86_400_000;
const PROPOSED_DAYS = 30;
const MAX_DAYS = 366;

/** The day, in UTC, that a new exception is proposed to last through: "2026-12-22". */
export function proposedDay(now: number): string {
  return dayOf(now + PROPOSED_DAYS * DAY_MS);
}

/** The last day that can be chosen here. */
export function latestDay(now: number): string {
  return dayOf(now + MAX_DAYS * DAY_MS);
}

/** The day of a time in UTC, as a date field has it. */
export function dayOf(time: number | string): string {
  return new Date(time).toISOString().slice(0, 10);
}
