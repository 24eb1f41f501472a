import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([]);
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'pixels the page is too wide at 390 px').toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}

test('every screen is free of accessibility violations in both schemes and fits 390 px', async ({ page, lab }) => {
  test.setTimeout(120_000);
  const name = uniqueName('axe');
  await openNewServer(page);
  await expectNoViolations(page);
  await fillServer(page, { name, url: lab.server('expired').url, tls: 'Custom CA', bundle: lab.rootPath });
  await testConnection(page, 'Not connected');
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await chooseTls(page, 'Disabled');
  await expectNoViolations(page);
  await testConnection(page, 'Connected');
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  await save(page, name);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  for (const address of ['/', '/servers', '/servers?search=nothing_like_this', '/servers/not-there']) {
    await page.goto(address);
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
  }
});

test('a server is added with the keyboard alone', async ({ page, lab }) => {
  const name = uniqueName('keys');
  await page.goto('/servers/new');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type(name);
  for (let step = 0; step < 12; step += 1) {
    if (await page.getByLabel('URL', { exact: true }).evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(lab.server('current').url);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
});
