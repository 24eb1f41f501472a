import { expect, test } from './fixtures';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';

test('Default refuses a private CA, Custom CA connects and shows the tools, and saving keeps it', async ({
  page,
  lab,
}) => {
  const name = uniqueName('private');
  const region = page.getByRole('region', { name: 'Connection test' });
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('current').url, tls: 'Default' });
  await testConnection(page, 'Not connected');
  await expect(region.getByText('unknown_ca').first()).toBeVisible();
  await expect(region.getByText(/Lab Root CA/).first()).toBeVisible();

  await chooseTls(page, 'Custom CA');
  await page.getByLabel('CA bundle path').fill(lab.rootPath);
  await expect(page.getByText('Lab Root CA').first()).toBeVisible();
  await testConnection(page, 'Connected');
  await expect(region.getByText(/3 tools/).first()).toBeVisible();
  await save(page, name);

  await page.reload();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(page.getByText(`Verified against ${lab.rootPath}`).first()).toBeVisible();
  await expect(page.getByText('because this server says so').first()).toBeVisible();
});

test('Disabled connects, warns in red and keeps the reason', async ({ page, lab }) => {
  const name = uniqueName('unverified');
  const region = page.getByRole('region', { name: 'Connection test' });
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('expired').url, tls: 'Disabled' });
  await page.getByLabel('Reason').fill('appliance, replaced in March');
  await testConnection(page, 'Connected');
  await expect(region.getByText('verification_disabled').first()).toBeVisible();
  await save(page, name);
  await expect(page.getByText('appliance, replaced in March').first()).toBeVisible();

  await page.goto(`/servers?search=${name}`);
  await expect(
    page
      .getByRole('row', { name: new RegExp(name) })
      .getByText(/disabled/i)
      .first(),
  ).toBeVisible();
});

test('an expired certificate is named as such, and Custom CA does not hide it', async ({ page, lab }) => {
  await openNewServer(page);
  await fillServer(page, {
    name: uniqueName('expired'),
    url: lab.server('expired').url,
    tls: 'Custom CA',
    bundle: lab.rootPath,
  });
  await testConnection(page, 'Not connected');
  await expect(
    page.getByRole('region', { name: 'Connection test' }).getByText('certificate_expired').first(),
  ).toBeVisible();
});

test('a missing intermediate is told apart from an unknown CA', async ({ page, lab }) => {
  await openNewServer(page);
  await fillServer(page, {
    name: uniqueName('gap'),
    url: lab.server('missing-intermediate').url,
    tls: 'Custom CA',
    bundle: lab.rootPath,
  });
  await testConnection(page, 'Not connected');
  await expect(
    page.getByRole('region', { name: 'Connection test' }).getByText('missing_intermediate').first(),
  ).toBeVisible();
});

for (const [server, transport] of [
  ['legacy-http', 'Streamable HTTP'],
  ['legacy-sse', 'SSE'],
] as const) {
  test(`a server of the older era connects over ${transport}`, async ({ page, lab }) => {
    await openNewServer(page);
    await fillServer(page, {
      name: uniqueName('legacy'),
      url: lab.server(server).url,
      transport,
      tls: 'Custom CA',
      bundle: lab.rootPath,
    });
    await testConnection(page, 'Connected');
  });
}

test('a bundle path that does not exist is told before saving, and nothing connects', async ({ page, lab }) => {
  const front = lab.front('current');
  await openNewServer(page);
  await fillServer(page, {
    name: uniqueName('nofile'),
    url: lab.server('current').url,
    tls: 'Custom CA',
    bundle: '/nowhere/corp.pem',
  });
  await expect(page.getByText(/\/nowhere\/corp\.pem.*does not exist/).first()).toBeVisible();
  front.resetCounts();
  await testConnection(page, 'Not connected');
  await expect(page.getByRole('region', { name: 'Connection test' }).getByText('bundle_missing').first()).toBeVisible();
  expect(front.handshakes).toBe(0);
});

test('a private key in the bundle is refused before saving', async ({ page, lab }) => {
  const { writeFile } = await import('node:fs/promises');
  const file = `${lab.directory}/with-key.pem`;
  await writeFile(file, `${lab.pki.root.pem}${lab.pki.root.keyPem}`);
  await openNewServer(page);
  await fillServer(page, { name: uniqueName('key'), url: lab.server('current').url, tls: 'Custom CA', bundle: file });
  await expect(page.getByText(/holds a private key/i).first()).toBeVisible();
});
