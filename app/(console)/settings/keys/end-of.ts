import { expiry, type Validity } from '@/app/_components/time-words';

/** Time enough to give its program another one. Many keys live no longer than the month that is soon for a certificate. */
const EXPIRES_SOON_MS = 7 * 86_400_000;

/** How long a key still holds. */
export function endOf(iso: string, now: number): Validity {
  const { tone, words } = expiry(iso, now);
  if (tone === 'failed') return { tone, words };
  return { tone: Date.parse(iso) - now < EXPIRES_SOON_MS ? 'warning' : 'ok', words };
}
