import { test as base, expect } from '@playwright/test';
import { type Lab, startLab } from '../lab/start';
import { startVouch, type Vouch } from '../lab/vouch-process';
import { cookieOf, type SessionCookie } from './sign-in';

interface TestFixtures {
  /** Fails the test when the page logs an error or throws. */
  quietConsole: undefined;
}

interface WorkerFixtures {
  lab: Lab;
  vouch: Vouch;
  /** The admin's, in a browser's cookie. */
  session: SessionCookie;
}

const labServers = [
  'current',
  'legacy-http',
  'legacy-sse',
  'missing-intermediate',
  'expired',
  'no-aki',
  'self-signed',
  'answers-auth-bearer',
];

export const test = base.extend<TestFixtures, WorkerFixtures>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from the pattern
    async ({}, use) => {
      const lab = await startLab({ only: labServers });
      await use(lab);
      await lab.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  session: [async ({ vouch }, use) => use(await vouch.signIn()), { scope: 'worker' }],
  vouch: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const vouch = await startVouch();
      await use(vouch);
      await vouch.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ vouch }, use) => use(vouch.url),
  // Every page and request of a test is the admin's, unless the test says otherwise.
  storageState: async ({ vouch, session }, use) => use({ cookies: [cookieOf(vouch, session)], origins: [] }),
  quietConsole: [
    async ({ page }, use) => {
      const errors: { text: string; url: string }[] = [];
      // Chromium logs the status of a page that is rightly not found, and of a sign-in that is rightly refused.
      const pages = new Set<string>();
      page.on('response', (response) => {
        const isEntry = ['/api/v1/session', '/api/v1/set-up'].includes(new URL(response.url()).pathname);
        if (isEntry || response.request().isNavigationRequest()) pages.add(response.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push({ text: message.text(), url: message.location().url });
      });
      page.on('pageerror', (error) => errors.push({ text: error.message, url: '' }));
      await use(undefined);
      const unexpected = errors.filter(
        ({ text, url }) => !(text.startsWith('Failed to load resource') && pages.has(url)),
      );
      expect(unexpected, 'errors on the console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
