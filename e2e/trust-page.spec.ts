import type { Locator, Page } from '@playwright/test';
import { emptyLibrary } from './empty-library';
import { expectAccessible } from './expect-accessible';
import { expect, test } from './fixtures';
import { fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test.afterEach(({ request }) => emptyLibrary(request));

async function openTrust(page: Page, name: string, url: string, bundle: string): Promise<void> {
  await openNewServer(page);
  await fillServer(page, { name, url, tls: 'Custom CA', bundle });
  await save(page, name);
  await page.getByRole('navigation', { name: 'Server' }).getByRole('link', { name: 'Trust' }).click();
  await expect(page.getByRole('region', { name: 'Verified against' })).toBeVisible();
}

async function runTest(page: Page, outcome: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: outcome })).toBeVisible({ timeout: 20_000 });
}

function rowOf(page: Page, client: string): Locator {
  return page.getByRole('region', { name: 'Who accepts it' }).getByRole('row', { name: new RegExp(client) });
}

test('a server that works here and not with Python 3.13 says so, on which certificate, and what would help', async ({
  page,
  lab,
}) => {
  const name = uniqueName('aki');
  await openTrust(page, name, lab.server('no-aki').url, lab.rootPath);
  await runTest(page, /Connected\. 4 of 5 clients accept it/);
  await expect(page.getByText(/Python 3\.13\+ refuses:/).first()).toBeVisible();
  await expect(rowOf(page, 'Python 3.13 and later')).toContainText('Missing Authority Key Identifier (85)');
  await expect(rowOf(page, 'curl')).toContainText('Accepts');

  const chain = page.getByRole('list', { name: 'Chain, from the leaf to the anchor' }).getByRole('listitem');
  await expect(chain.filter({ hasText: 'In your bundle' })).toContainText('trusted');
  await page.getByRole('link', { name: /no AKI/ }).click();
  await expect(page.locator(':target')).toContainText('missing_authority_key_identifier');

  await expect(page.getByRole('list', { name: 'Repairs' })).toContainText('rehearsed');
  await page.getByText('Show how').first().click();
  await page.getByRole('tab', { name: 'step' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('step ');
  await expectAccessible(page);
});

test('the gap of a chain is drawn between what was sent and nothing', async ({ page, lab }) => {
  const name = uniqueName('gap');
  await openTrust(page, name, lab.server('missing-intermediate').url, lab.rootPath);
  await runTest(page, /Not connected\. No client accepts it/);
  const gap = page
    .getByRole('list', { name: 'Chain, from the leaf to the anchor' })
    .getByRole('listitem')
    .filter({ hasText: 'Not sent' });
  await expect(gap).toContainText('missing');
  await expectAccessible(page);
});

test('a certificate that only the server has shown is trusted after its fingerprint was compared', async ({
  page,
  lab,
}) => {
  const name = uniqueName('self');
  await openTrust(page, name, lab.server('self-signed').url, lab.rootPath);
  await runTest(page, /Not connected/);
  await page
    .getByRole('button', { name: /^Apply/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: /I compared this fingerprint/ }).check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  const repairs = page.getByRole('region', { name: 'Repairs' });
  await expect(repairs.getByText('Applied.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('status').filter({ hasText: 'Connected. All 5 clients accept it' })).toBeVisible();
});

test('a repair of a draft makes a bundle, sets Custom CA to it and connects; nothing else is saved', async ({
  page,
  lab,
}) => {
  await openNewServer(page);
  await fillServer(page, { name: uniqueName('draft'), url: lab.server('self-signed').url, tls: 'Default' });
  await testConnection(page, 'Not connected');
  const region = page.getByRole('region', { name: 'Connection test' });
  await expect(region.getByRole('list', { name: 'Who accepts it' }).getByRole('listitem')).toHaveCount(5);
  await region
    .getByRole('button', { name: /^Apply/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('checkbox').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await expect(region.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('radio', { name: 'Custom CA' })).toBeChecked();
  await expect(region.getByText(/nothing about this server is saved yet/)).toBeVisible();
});

test('a report is copied as Markdown and downloaded as JSON', async ({ page, lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = uniqueName('hand_on');
  await openTrust(page, name, lab.server('expired').url, lab.rootPath);
  await runTest(page, /Not connected/);
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^# Not connected: /);
  expect(text).toContain('certificate_expired');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download JSON' }).click();
  expect((await downloading).suggestedFilename()).toMatch(new RegExp(`^vouch-${name}-\\d{4}-\\d\\d-\\d\\d\\.json$`));
});
