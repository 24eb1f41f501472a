import { dateWords, relativeWords } from '@/app/_components/time-words';
import type { ServerException } from '@/lib/servers/dto';

const DAY_MS = 86_400_000;

/** "until 1 Dec", with the year when it is not this one; "no end". `now` in ms since the epoch; days are those of UTC. */
export function endWords(until: string | null, now: number): string {
  if (until === null) return 'no end';
  const thisYear = ` ${new Date(now).getUTCFullYear()}`;
  const day = dateWords(until);
  return `until ${day.endsWith(thisYear) ? day.slice(0, -thisYear.length) : day}`;
}

/** "9 days", "1 day", "5 h": how long an exception still lasts. */
export function leftWords(until: string, now: number): string {
  const days = Math.floor((Date.parse(until) - now) / DAY_MS);
  if (days >= 1) return days === 1 ? '1 day' : `${days.toLocaleString('en')} days`;
  return relativeWords(until, now).replace(/^in /, '');
}

/** Who answers for an exception. */
export function ownerWords({ by, is_config }: Pick<ServerException, 'by' | 'is_config'>): string {
  return is_config ? 'the YAML file' : (by ?? 'nobody known');
}

/** What a server is verified against when its exception ends: "Default", a path, "the bundle Corp". */
export function resumeWords(trust: { ssl_verify: string | null; ca_bundle_name: string | null }): string {
  if (trust.ca_bundle_name !== null) return `the bundle "${trust.ca_bundle_name}"`;
  if (trust.ssl_verify === null) return 'Default';
  return trust.ssl_verify === 'true' ? 'Default, always verified' : `the bundle ${trust.ssl_verify}`;
}
