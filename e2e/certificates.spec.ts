import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { issueCertificate } from '../lab/certificates';
import { emptyLibrary } from './empty-library';
import { expectAccessible } from './expect-accessible';
import { expect, test } from './fixtures';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test.afterEach(({ request }) => emptyLibrary(request));

async function openNewBundle(page: Page, name: string): Promise<void> {
  await page.goto('/certificates');
  await page.getByRole('link', { name: 'Add bundle' }).first().click();
  await expect(page.getByRole('heading', { name: 'Add bundle', level: 1 })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
}

async function pasteBundle(page: Page, name: string, pem: string): Promise<void> {
  await openNewBundle(page, name);
  await page.getByLabel('Or paste PEM').fill(pem);
  await expect(page.getByRole('article').first()).toBeVisible();
  await saveBundle(page, name);
}

async function saveBundle(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}

async function openBundle(page: Page, name: string): Promise<void> {
  await page.goto('/certificates');
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}

async function addServer(page: Page, server: { name: string; url: string }): Promise<void> {
  await openNewServer(page);
  await fillServer(page, { name: server.name, url: server.url });
  await chooseTls(page, 'Custom CA');
  await page.getByRole('radio', { name: 'Library', exact: true }).check();
  await page.getByLabel('CA bundle', { exact: true }).selectOption({ index: 1 });
  await expect(page.getByText('1 certificate in the file')).toBeVisible();
  await save(page, server.name);
}

test('a bundle is made of pasted and uploaded certificates, each once, and nothing is saved before', async ({
  page,
  lab,
}) => {
  test.setTimeout(90_000);
  const name = uniqueName('Corp');
  const der = `${lab.directory}/${name}.der`;
  await writeFile(der, Buffer.from(lab.pki.root.certificate.rawData));
  await page.goto('/certificates');
  await expectAccessible(page);
  await openNewBundle(page, name);
  await page.getByLabel('Or paste PEM').fill(lab.pki.root.pem + lab.pki.otherRoot.pem);
  await expect(page.getByRole('article')).toHaveCount(2);
  await page.getByLabel('Certificate files').setInputFiles(der);
  await expect(page.getByText(/here already/)).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove Elsewhere Root CA' }).click();
  await saveBundle(page, name);
  await expect(page.getByRole('article', { name: 'Lab Root CA' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Used by no server' })).toBeVisible();
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download PEM' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('BEGIN CERTIFICATE');

  await page.goto('/certificates');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('no server');
  await expectAccessible(page);
});

test('a private key is told in the browser and never sent', async ({ page, lab }) => {
  await openNewBundle(page, uniqueName('Key'));
  const secret = lab.pki.root.keyPem.split('\n')[1] ?? '';
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.getByLabel('Or paste PEM').fill(lab.pki.root.pem + lab.pki.root.keyPem);
  await expect(page.getByText(/holds a private key\. A bundle holds certificates only/)).toBeVisible();
  const file = `${lab.directory}/key-inside.pem`;
  await writeFile(file, lab.pki.root.pem + lab.pki.root.keyPem);
  await page.getByLabel('Certificate files').setInputFiles(file);
  await expect(page.getByText(/key-inside\.pem holds a private key/)).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(0);
  expect(sent.some((body) => body.includes(secret))).toBe(false);
});

test('what is no certificate is told where it was given', async ({ page, lab }) => {
  await openNewBundle(page, uniqueName('None'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('A bundle holds at least one certificate')).toBeVisible();
  await page.getByLabel('Or paste PEM').fill('not a certificate');
  await expect(page.getByText(/^The text holds no certificate/)).toBeVisible();
  await page.getByRole('radio', { name: 'By path' }).check({ force: true });
  await page.getByLabel('File path').fill('/nowhere/corp.pem');
  await page.getByRole('button', { name: 'Read file' }).click();
  await expect(page.getByText(/\/nowhere\/corp\.pem.*does not exist/)).toBeVisible();
  await page.getByLabel('File path').fill(lab.rootPath);
  await page.getByRole('button', { name: 'Read file' }).click();
  await expect(page.getByRole('article', { name: 'Lab Root CA' })).toBeVisible();
});

test('a certificate that only a server has shown is trusted after its fingerprint was compared, and by whom is kept', async ({
  page,
  lab,
}) => {
  const name = uniqueName('Shown');
  await openNewBundle(page, name);
  await page.getByRole('radio', { name: 'From a server' }).check({ force: true });
  await page.getByLabel('Server address').fill(new URL(lab.server('current').url).host);
  await page.getByRole('button', { name: 'Get chain' }).click();
  await expect(page.getByRole('group', { name: /choose what to trust/ })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Lab Issuing CA 1' })).toBeChecked();
  await page.getByRole('button', { name: 'Add 1 certificate' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Compare the fingerprint before this is saved')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(/I compared this fingerprint/).check();
  await saveBundle(page, name);
  await expect(page.getByText('Fingerprints that were compared')).toBeVisible();
  await expect(page.getByText(/as .* sent it/)).toBeVisible();
});

test('a server is verified against a bundle of the library, which then cannot be deleted', async ({ page, lab }) => {
  const bundle = uniqueName('Used');
  const server = uniqueName('used');
  await pasteBundle(page, bundle, lab.pki.root.pem);
  await addServer(page, { name: server, url: lab.server('current').url });
  await testConnection(page, 'Connected');
  await page.goto(`/servers?search=${server}`);
  await expect(page.getByRole('row', { name: new RegExp(server) })).toContainText(bundle);

  await openBundle(page, bundle);
  await expect(page.getByRole('link', { name: server })).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`It is used by "${server}"`);
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
});

test('a replacement shows what every server would say before it is saved', async ({ page, lab }) => {
  test.setTimeout(90_000);
  const bundle = uniqueName('Rotated');
  const server = uniqueName('rotated');
  await pasteBundle(page, bundle, lab.pki.root.pem);
  await addServer(page, { name: server, url: lab.server('current').url });
  await testConnection(page, 'Connected');

  await openBundle(page, bundle);
  await page.getByRole('link', { name: 'Replace' }).click();
  const next = await issueCertificate({ subject: 'CN=Next Root CA,O=Vouch Lab', isCa: true });
  await page.getByLabel('Or paste PEM').fill(next.pem);
  await expect(page.getByRole('article', { name: 'Next Root CA' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save replacement' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Preview replacement' }).click();
  const row = page.getByRole('row', { name: new RegExp(server) });
  await expect(row).toContainText('Worse', { timeout: 30_000 });
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Keep the present ones too' }).click();
  await expect(page.getByText(/From before a change/)).toBeVisible();
  await page.getByRole('button', { name: 'Preview replacement' }).click();
  await expect(row).toContainText('Same', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Save replacement' }).click();
  await expect(page.getByRole('heading', { name: '2 certificates' })).toBeVisible();
});

test('a bundle is renamed, found and deleted', async ({ page, lab }) => {
  const name = uniqueName('Old');
  await pasteBundle(page, name, lab.pki.otherRoot.pem);
  await page.getByRole('link', { name: 'Edit name and notes' }).click();
  await page.getByLabel('Name', { exact: true }).fill(`${name} renamed`);
  await page.getByLabel('Notes').fill('Ask in the PKI channel.');
  await saveBundle(page, `${name} renamed`);
  await expect(page.getByText('Ask in the PKI channel.')).toBeVisible();
  await page.goto(`/certificates?search=${name}`);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: `${name} renamed` }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/certificates$/);
  await page.goto(`/certificates?search=${name}`);
  await expect(page.getByRole('link', { name: `${name} renamed` })).toHaveCount(0);
});
