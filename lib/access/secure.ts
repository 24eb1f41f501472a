import { readEnv } from '../env';

/** Whether a request came by https, as far as its browser is concerned; the process that listens sets the header. */
export function isHttps(headers: Headers): boolean {
  return headers.get('x-forwarded-proto') === 'https' || (readEnv().publicUrl?.startsWith('https:') ?? false);
}
