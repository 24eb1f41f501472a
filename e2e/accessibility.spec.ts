import { expectNoSidewaysScroll, expectNoViolations } from './expect-accessible';
import { expect, test } from './fixtures';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test('every screen is free of accessibility violations in both schemes and fits 390 px', async ({ page, lab }) => {
  test.setTimeout(180_000);
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
  await page.getByLabel('Reason').fill('Renewed next week');
  await save(page, name);
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  const settings = ['account', 'users', 'keys', 'egress', 'audit'].map((part) => `/settings/${part}`);
  for (const address of ['/', '/servers', '/servers?search=nothing_like_this', '/servers/not-there', ...settings]) {
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
