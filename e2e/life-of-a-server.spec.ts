import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { issueCertificate, pemChain } from '../lab/certificates';
import { expect, test } from './fixtures';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test('a secret is written once, never shown, and survives an untouched save', async ({ page, lab, vouch }) => {
  const { acceptedSecrets } = await import('../lab/http-answers');
  const name = uniqueName('bearer');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('answers-auth-bearer').url, tls: 'Custom CA', bundle: lab.rootPath });
  await testConnection(page, 'Not connected');
  await expect(
    page.getByRole('region', { name: 'Connection test' }).getByText('http_unauthorized').first(),
  ).toBeVisible();

  await page.getByLabel('Authentication').selectOption({ label: 'Bearer token' });
  await page.getByLabel('Token', { exact: true }).fill(acceptedSecrets.bearer);
  await testConnection(page, 'Connected');
  await save(page, name);
  expect(await page.content()).not.toContain(acceptedSecrets.bearer);

  await page.getByRole('link', { name: 'Edit' }).first().click();
  await page.getByLabel('Description').fill('changed without touching the secret');
  expect(await page.content()).not.toContain(acceptedSecrets.bearer);
  await save(page, name);
  await testConnection(page, 'Connected');
  const database = await readFile(path.join(vouch.dataDir, 'vouch.db'));
  expect(database.includes(acceptedSecrets.bearer)).toBe(false);
  expect(vouch.output()).not.toContain(acceptedSecrets.bearer);
});

test('a rotated CA file is used by the next check, without a restart', async ({ page, lab }) => {
  const name = uniqueName('rotated');
  const bundle = path.join(lab.directory, `${name}.pem`);
  await writeFile(bundle, await readFile(lab.rootPath));
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('legacy-http').url, tls: 'Custom CA', bundle });
  await save(page, name);
  await testConnection(page, 'Connected');

  const root = await issueCertificate({ subject: 'CN=Next Root CA,O=Vouch Lab', isCa: true });
  await writeFile(bundle, root.pem);
  await testConnection(page, 'Not connected');

  await writeFile(bundle, pemChain(root) + (await readFile(lab.rootPath, 'utf8')));
  await testConnection(page, 'Connected');
});

test('editing changes what is used, and deleting asks by name', async ({ page, lab }) => {
  const name = uniqueName('edited');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('no-aki').url });
  await save(page, name);
  await testConnection(page, 'Not connected');

  await page.getByRole('link', { name: 'Edit' }).first().click();
  await chooseTls(page, 'Custom CA');
  await page.getByLabel('CA bundle path').fill(lab.rootPath);
  await save(page, name);
  await testConnection(page, 'Connected');

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`Delete "${name}"?`);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByRole('button', { name: /Delete/ }).click();
  await expect(page).toHaveURL(/\/servers$/);
  await page.goto(`/servers?search=${name}`);
  await expect(page.getByText(/No server matches|No MCP server is registered yet/)).toBeVisible();
});

test('a check that hangs stops when it is cancelled, when the page is left, and when the browser goes', async ({
  page,
}) => {
  const open = new Set<Socket>();
  const silent = createServer((socket) => {
    open.add(socket);
    // Unread, a socket would not tell that the other side has gone.
    socket
      .resume()
      .on('error', () => undefined)
      .on('close', () => open.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  try {
    const { port } = silent.address() as AddressInfo;
    const region = page.getByRole('region', { name: 'Connection test' });
    const begin = async () => {
      await page.getByRole('button', { name: 'Test connection' }).click();
      await expect.poll(() => open.size).toBe(1);
    };
    const expectStopped = () => expect.poll(() => open.size).toBe(0);

    await openNewServer(page);
    await fillServer(page, { name: uniqueName('silent'), url: `https://127.0.0.1:${port}/mcp`, tls: 'Disabled' });
    await begin();
    await region.getByRole('button', { name: 'Cancel' }).click();
    await expect(region.getByText(/cancelled/i).first()).toBeVisible();
    await expect(region.getByText('running')).toHaveCount(0);
    await expectStopped();

    await begin();
    await page.getByRole('link', { name: 'Overview' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
    await expectStopped();

    await openNewServer(page);
    await fillServer(page, { name: uniqueName('silent'), url: `https://127.0.0.1:${port}/mcp`, tls: 'Disabled' });
    await begin();
    await page.close();
    await expectStopped();
  } finally {
    for (const socket of open) socket.destroy();
    silent.close();
  }
});

test('a name that is taken and a URL that is none are told at their fields, and nothing is lost', async ({
  page,
  lab,
}) => {
  const name = uniqueName('taken');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('current').url });
  await save(page, name);

  await openNewServer(page);
  await fillServer(page, { name, url: 'javascript:alert(1)' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/starts with https:\/\/ or http:\/\//).first()).toBeVisible();
  await page.getByLabel('URL', { exact: true }).fill(lab.server('current').url);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/taken|exists already|already/i).first()).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
});

test('the list keeps search, filters and order in its address', async ({ page, lab }) => {
  const name = uniqueName('listed');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('current').url, tls: 'Custom CA', bundle: lab.rootPath });
  await save(page, name);
  await page.goto('/servers');
  await page.getByRole('searchbox').or(page.getByLabel('Search')).first().fill(name);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(name));
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(2);
});
