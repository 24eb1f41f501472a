import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { startVouch } from '../lab/vouch-process';
import { expectAccessible } from './expect-accessible';
import { expect, test } from './fixtures';
import { ask, byKey, somebody } from './raw-requests';
import { chooseTls, fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';
import { signInTo } from './sign-in';

const password = () => randomBytes(12).toString('hex');

async function fillSignIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('the first admin is made once, with the code that the console shows', async ({ page, context }) => {
  test.setTimeout(120_000);
  const vouch = await startVouch({ VOUCH_ADMIN_EMAIL: '', VOUCH_ADMIN_PASSWORD: '' });
  const ana = { email: 'ana@corp.example', password: password() };
  try {
    await context.clearCookies();
    const code = /^ {4}([0-9A-Z-]+)$/m.exec(vouch.output())?.[1] ?? '';
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    await page.goto(`${vouch.url}/servers`);
    await expect(page).toHaveURL(`${vouch.url}/set-up`);
    await expectAccessible(page);
    await page.getByLabel('Set-up code').fill('0000-0000-0000-0000');
    await page.getByLabel('Name', { exact: true }).fill('Ana');
    await page.getByLabel('Email', { exact: true }).fill(ana.email);
    await page.getByLabel('Password', { exact: true }).fill(ana.password);
    await page.getByRole('button', { name: 'Create admin' }).click();
    await expect(page.getByText(/not the code/)).toBeVisible();
    await page.getByLabel('Set-up code').fill(code.toLowerCase().replaceAll('-', ' '));
    await page.getByRole('button', { name: 'Create admin' }).click();
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
    await expect(page.getByRole('button', { name: /ana@corp\.example, admin/ })).toBeVisible();
    await page.goto(`${vouch.url}/set-up`);
    await expect(page).toHaveURL(`${vouch.url}/`);
    expect((await ask(vouch, '/set-up')).headers.location).toBe('/sign-in');
  } finally {
    await page.goto('about:blank');
    await vouch.close();
  }
});

test('signing in leads to the page that was wanted, and out again', async ({ page, context, vouch }) => {
  await context.clearCookies();
  await page.goto('/certificates');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fcertificates$/);
  await expectAccessible(page);
  await fillSignIn(page, { email: vouch.admin.email, password: 'not-the-password' });
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(vouch.admin.email);
  await fillSignIn(page, vouch.admin);
  await expect(page.getByRole('heading', { name: 'Certificates', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/servers');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('signing in leads to no other site', async ({ page, context, vouch }) => {
  await context.clearCookies();
  for (const next of ['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)']) {
    await page.goto(`/sign-in?${new URLSearchParams({ next })}`);
    await fillSignIn(page, vouch.admin);
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(vouch.url);
    await context.clearCookies();
  }
});

test('somebody who is added chooses a password of their own before anything else', async ({ page, context, vouch }) => {
  const email = `ben-${randomBytes(3).toString('hex')}@corp.example`;
  await page.goto('/settings/users');
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill('Ben');
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption('operator');
  await page.getByRole('button', { name: 'Add user' }).click();
  const given = page.getByRole('region', { name: `The temporary password of ${email}` });
  const temporary = (await given.getByRole('code').textContent()) ?? '';
  expect(temporary.length).toBeGreaterThanOrEqual(20);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText(temporary)).toHaveCount(0);

  await context.clearCookies();
  await page.goto('/sign-in');
  await fillSignIn(page, { email, password: temporary });
  await expect(page).toHaveURL(/\/settings\/account$/);
  await page.goto('/servers');
  await expect(page).toHaveURL(/\/settings\/account$/);
  const own = password();
  await page.getByLabel('Temporary password').fill(temporary);
  await page.getByLabel('New password').fill(own);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(
    page
      .getByRole('status')
      .or(page.getByRole('alert'))
      .filter({ hasText: /changed/i }),
  ).toBeVisible();
  await page.goto('/servers');
  await expect(page.getByRole('heading', { name: 'Servers', level: 1 })).toBeVisible();
  await signInTo(context, vouch, { email, password: own });
});

test('a viewer sees everything and is offered nothing that changes it', async ({ page, context, vouch, lab }) => {
  const name = uniqueName('seen');
  const record = { server_name: name, url: lab.server('current').url, ssl_verify: lab.rootPath, transport: 'http' };
  const secret = { auth_type: 'bearer_token', credentials: { auth_value: 'a-stored-secret' } };
  const made = await ask(vouch, '/v1/mcp/server', {
    method: 'POST',
    headers: byKey(vouch),
    body: { ...record, ...secret },
  });
  const id = JSON.parse(made.text).server_id;
  const viewer = await somebody(vouch, 'viewer');
  await signInTo(context, vouch, viewer);
  await page.goto('/servers');
  await expect(page.getByRole('link', { name }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add server' })).toHaveCount(0);
  for (const path of [`/servers/${id}`, `/servers/${id}/trust`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    for (const control of ['Test connection', 'Delete', 'Apply']) {
      await expect(page.getByRole('button', { name: control, exact: true }), `${path} ${control}`).toHaveCount(0);
    }
    await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    expect(await page.content()).not.toContain('a-stored-secret');
  }
  for (const path of ['/servers/new', `/servers/${id}/edit`, '/inspect', '/certificates/new']) {
    await page.goto(path);
    await expect(page.getByText(/needs the role/), path).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save', exact: true }), path).toHaveCount(0);
  }
  await page.goto('/settings/users');
  await expect(page.getByText(/needs the role admin/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Inspect', exact: true })).toHaveCount(0);
  await page.goto('/settings/audit');
  await expect(page.getByText(viewer.email).first()).toBeVisible();
  await expectAccessible(page);
});

test('an operator tests and edits servers, and turns no verification off', async ({ page, context, vouch, lab }) => {
  await signInTo(context, vouch, await somebody(vouch, 'operator'));
  const name = uniqueName('operated');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('current').url, tls: 'Custom CA', bundle: lab.rootPath });
  const disabled = page.getByRole('group', { name: 'TLS verification' }).getByRole('radio', { name: 'Disabled' });
  await expect(disabled).toBeDisabled();
  await expect(page.getByText(/Only an admin can turn verification off/)).toBeVisible();
  await save(page, name);
  await testConnection(page, 'Connected');
  await page.goto('/certificates');
  await expect(page.getByRole('link', { name: 'Add bundle' })).toHaveCount(0);
  await page.goto('/settings/keys');
  await expect(page.getByText(/needs the role admin/)).toBeVisible();
});

test('a key is shown once, works with its role, and is revoked', async ({ page, vouch }) => {
  const name = `deploy ${randomBytes(3).toString('hex')}`;
  await page.goto('/settings/keys');
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Role', { exact: true }).selectOption('viewer');
  await page.getByLabel('Expires', { exact: true }).selectOption('30');
  await page.getByRole('button', { name: 'Create key' }).click();
  const created = page.getByRole('region', { name: `The key of ${name}` });
  const key = (await created.getByRole('code').textContent()) ?? '';
  expect(key).toMatch(/^vouch_/);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const headers = { authorization: `Bearer ${key}` };
  expect((await ask(vouch, '/v1/mcp/server', { headers })).status).toBe(200);
  expect((await ask(vouch, '/v1/mcp/server', { method: 'POST', headers, body: {} })).status).toBe(403);
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);
  expect((await ask(vouch, '/v1/mcp/server', { headers })).status).toBe(401);
  await page.goto('/settings/audit?action=keys.remove');
  await expect(page.getByRole('row', { name: new RegExp(name) }).first()).toBeVisible();
});

test('verification is off for a time, with a reason, and then on again', async ({ page, vouch, lab }) => {
  test.setTimeout(90_000);
  const name = uniqueName('exception');
  await openNewServer(page);
  await fillServer(page, { name, url: lab.server('self-signed').url });
  await chooseTls(page, 'Disabled');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/reason/i).first()).toBeVisible();
  await page.getByLabel('Reason').fill('Appliance certificate');
  const proposed = await page.getByLabel('Until').inputValue();
  const days = (Date.parse(proposed) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(28);
  expect(days).toBeLessThan(31);
  await save(page, name);
  await testConnection(page, 'Connected');
  await page.goto('/');
  const exceptions = page.getByRole('region', { name: 'Verification turned off' });
  const row = exceptions.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Appliance certificate');
  await expect(row).toContainText(vouch.admin.email);
  await expect(row).toContainText(/until/);

  const list = JSON.parse((await ask(vouch, '/v1/mcp/server', { headers: byKey(vouch) })).text);
  const { server_id } = list.find((one: { server_name: string }) => one.server_name === name);
  const until = new Date(Date.now() + 2_000).toISOString();
  const ended = { server_id, ssl_verify_until: until };
  expect((await ask(vouch, '/v1/mcp/server', { method: 'PUT', headers: byKey(vouch), body: ended })).status).toBe(202);
  const check = { method: 'POST', headers: byKey(vouch), body: { server_id } };
  await expect(async () => {
    const { trust, ok } = JSON.parse((await ask(vouch, '/api/v1/connection-tests', check)).text);
    expect([trust.verify, ok]).toEqual([true, false]);
    expect(JSON.stringify(trust.trail)).toContain('Appliance certificate');
  }).toPass({ timeout: 15_000 });
  await page.goto(`/servers/${server_id}`);
  await testConnection(page, 'Not connected');
  await page.goto('/');
  await expect(exceptions.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
});
