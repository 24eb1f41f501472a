import { emptyLibrary } from './empty-library';
import { expectAccessible } from './expect-accessible';
import { expect, test } from './fixtures';
import { fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test.afterEach(({ request }) => emptyLibrary(request));

test('what breaks when the clients move to Python 3.13 is one click away', async ({ page, lab }) => {
  const name = uniqueName('strict');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('no-aki').url, tls: 'Custom CA', bundle: lab.rootPath });
  await save(page, name);
  await testConnection(page, 'Connected');

  await page.goto('/clients');
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Python 3\.13 and later refuses \d+ servers?$/ }).click();
  await expect(page).toHaveURL(/client=python-3\.13&verdict=reject/);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText(/Python 3\.13\+ refuses/);
  await expectAccessible(page);

  await page.getByRole('link', { name: /Refused by Python 3\.13 and later/ }).click();
  await expect(page).toHaveURL(/\/servers$/);
  await page.goto(`/servers?client=python-3.12&verdict=reject&search=${name}`);
  await expect(page.getByText('No server matches.')).toBeVisible();
});

test('a chain is inspected by its address', async ({ page, lab }) => {
  const { host } = new URL(lab.server('missing-intermediate').url);
  await page.goto('/inspect');
  await expectAccessible(page);
  await page.getByLabel('Address').fill(host);
  await page.getByLabel('Verified against').selectOption({ label: 'Roots that are given here' });
  await page.getByRole('textbox', { name: 'Roots' }).fill(lab.pki.root.pem);
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('heading', { name: `Refused: ${host}` })).toBeVisible({ timeout: 30_000 });
  await expect(result.getByText('missing_intermediate').first()).toBeVisible();
  await expect(result.getByRole('cell', { name: 'Refuses' })).toHaveCount(5);
  await expectAccessible(page);
});

test('a pasted chain is inspected for a host name, and what is missing stands at its field', async ({ page, lab }) => {
  await page.goto('/inspect');
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  await expect(page.getByText('Address is empty')).toBeVisible();
  await page.getByRole('radio', { name: 'A chain' }).check({ force: true });
  await page.getByRole('textbox', { name: 'Chain' }).fill('no certificate');
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  await expect(page.getByText(/^Chain holds no certificate/)).toBeVisible();

  await page.getByRole('textbox', { name: 'Chain' }).fill(lab.pki.selfSigned.pem);
  await page.getByLabel('Host name').fill('mcp.corp.example');
  await page.getByLabel('Verified against').selectOption({ label: 'Roots that are given here' });
  await page.getByRole('textbox', { name: 'Roots' }).fill(lab.pki.selfSigned.pem);
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('hostname_mismatch').first()).toBeVisible({ timeout: 30_000 });
});

test('a proven repair is kept as a bundle', async ({ page, lab }) => {
  const name = uniqueName('Kept');
  await page.goto('/inspect');
  await page.getByLabel('Address').fill(new URL(lab.server('current').url).host);
  await page.getByLabel('Verified against').selectOption({ label: 'Roots that are given here' });
  await page.getByRole('textbox', { name: 'Roots' }).fill(lab.pki.otherRoot.pem);
  await page.getByRole('button', { name: 'Inspect', exact: true }).click();
  await page
    .getByRole('button', { name: /^Save as bundle/ })
    .first()
    .click({ timeout: 30_000 });
  await expect(page.getByRole('heading', { name: 'Add bundle', level: 1 })).toBeVisible();
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const compared of await page.getByLabel(/I compared this fingerprint/).all()) await compared.check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
});

test('REST inspects a chain', async ({ request, lab }) => {
  const data = { address: new URL(lab.server('no-aki').url).host, roots: lab.pki.root.pem };
  const response = await request.post('/api/v1/inspections', { data });
  expect(response.status()).toBe(200);
  const inspection = await response.json();
  expect(inspection.ok).toBe(true);
  expect(inspection.clients).toContainEqual(expect.objectContaining({ client: 'python-3.13', verdict: 'reject' }));
  expect((await request.post('/api/v1/inspections', { data: {} })).status()).toBe(422);
});
