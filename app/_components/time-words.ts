import { EXPIRES_SOON_DAYS } from '@/lib/x509/expires-soon';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "2 min ago"; `now` in ms since the epoch. */
export function relativeWords(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  if (passed < 0) return untilWords(-passed);
  if (passed < 45_000) return 'just now';
  if (passed < HOUR) return `${Math.max(1, Math.round(passed / MINUTE))} min ago`;
  if (passed < DAY) return `${Math.round(passed / HOUR)} h ago`;
  const days = Math.round(passed / DAY);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

function untilWords(left: number): string {
  if (left < HOUR) return `in ${Math.max(1, Math.round(left / MINUTE))} min`;
  return left < DAY ? `in ${Math.round(left / HOUR)} h` : `in ${Math.round(left / DAY)} days`;
}

/** A certificate may carry a date that is none; it is shown as it stands. */
function isTime(iso: string): boolean {
  return !Number.isNaN(Date.parse(iso));
}

/** "2026-11-22 10:00:00 UTC": the same on every machine, so server and browser write the same text. */
export function absoluteWords(iso: string): string {
  if (!isTime(iso)) return iso;
  return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "1 Dec 2026", in UTC. */
export function dateWords(iso: string): string {
  if (!isTime(iso)) return iso;
  const date = new Date(iso);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export interface Validity {
  tone: 'ok' | 'warning' | 'failed';
  words: string;
}

/** How long a certificate still holds. */
export function validity(notBefore: string, notAfter: string, now: number): Validity {
  if (Date.parse(notBefore) > now) return { tone: 'failed', words: `not valid before ${dateWords(notBefore)}` };
  return expiry(notAfter, now);
}

/** How long something that ends then still holds. */
export function expiry(notAfter: string, now: number): Validity {
  if (!isTime(notAfter)) return { tone: 'failed', words: 'unreadable date' };
  const left = Date.parse(notAfter) - now;
  const days = Math.floor(Math.abs(left) / DAY);
  const count = `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`;
  if (left < 0) return { tone: 'failed', words: days === 0 ? 'expired today' : `expired ${count} ago` };
  return { tone: days < EXPIRES_SOON_DAYS ? 'warning' : 'ok', words: days === 0 ? 'expires today' : `${count} left` };
}
