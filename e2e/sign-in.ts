import type { BrowserContext } from '@playwright/test';
import type { Credentials, Vouch } from '../lab/vouch-process';

export interface SessionCookie {
  name: string;
  value: string;
}

/** A session as a browser keeps it. */
export function cookieOf({ url }: Vouch, { name, value }: SessionCookie) {
  const { hostname } = new URL(url);
  return {
    name,
    value,
    domain: hostname,
    path: '/',
    expires: -1,
    httpOnly: true,
    secure: false,
    sameSite: 'Lax' as const,
  };
}

/** Signs the browser of a test in at a Vouch of its own. */
export async function signInTo(context: BrowserContext, vouch: Vouch, credentials?: Credentials): Promise<void> {
  await context.clearCookies();
  await context.addCookies([cookieOf(vouch, await vouch.signIn(credentials))]);
}
