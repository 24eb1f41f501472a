import { writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startVouch } from '../lab/vouch-process';
import { expect, test } from './fixtures';
import { fillServer, openNewServer, save, testConnection, uniqueName } from './server-form';
import { signInTo } from './sign-in';

function status(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });
}

/** A page that is still open asks for things, and would log that the server has gone. */
const leave = (page: Page) => page.goto('about:blank');

test('servers from the YAML file are read-only, usable, and follow the file', async ({ page, context, lab }) => {
  test.setTimeout(90_000);
  const config = path.join(lab.directory, 'vouch.yaml');
  const entry = (name: string) =>
    `  ${name}:\n    url: ${lab.server('current').url}\n    ssl_verify: ${lab.rootPath}\n`;
  await writeFile(config, `mcp_servers:\n${entry('from_file')}`);
  const vouch = await startVouch({ VOUCH_CONFIG: config });
  try {
    await signInTo(context, vouch);
    await page.goto(`${vouch.url}/servers`);
    await page.getByRole('link', { name: 'from_file' }).first().click();
    await expect(page.getByRole('heading', { name: 'from_file', level: 1 })).toBeVisible();
    await testConnection(page, 'Connected');
    await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);

    await writeFile(config, `mcp_servers:\n${entry('from_file')}${entry('second')}`);
    await expect(async () => {
      await page.goto(`${vouch.url}/servers`);
      await expect(page.getByRole('link', { name: 'second' }).first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });

    await writeFile(config, 'mcp_servers: [broken');
    await expect(async () => {
      await page.goto(`${vouch.url}/`);
      await expect(page.getByText(/vouch\.yaml/).first()).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await page.goto(`${vouch.url}/servers`);
    await expect(page.getByRole('link', { name: 'second' }).first()).toBeVisible();
  } finally {
    await leave(page);
    await vouch.close();
  }
});

test('a restart keeps servers, secrets, people and last results', async ({ page, context, lab }) => {
  test.setTimeout(90_000);
  const first = await startVouch();
  const name = uniqueName('kept');
  try {
    await signInTo(context, first);
    await page.goto(`${first.url}/servers/new`);
    await fillServer(page, { name, url: lab.server('current').url, tls: 'Custom CA', bundle: lab.rootPath });
    await save(page, name);
    await testConnection(page, 'Connected');
  } finally {
    await leave(page);
    await first.stop();
  }
  const second = await startVouch({}, first.dataDir);
  try {
    await signInTo(context, second, first.admin);
    await page.goto(`${second.url}/servers`);
    await expect(
      page
        .getByRole('row', { name: new RegExp(name) })
        .getByText('Healthy')
        .first(),
    ).toBeVisible();
  } finally {
    await leave(page);
    await second.close();
  }
});

test('a page of another site causes nothing, whatever name it found for Vouch', async ({ vouch, session }) => {
  const cookie = `${session.name}=${session.value}`;
  const url = `${vouch.url}/v1/mcp/server`;
  for (const origin of ['https://evil.example', 'null', `${vouch.url}.evil.example`]) {
    expect(await status(url, { origin, cookie }), origin).toBe(403);
    expect(await status(url, { origin, cookie }, 'POST'), origin).toBe(403);
    expect(await status(`${vouch.url}/servers`, { origin, cookie }, 'POST'), origin).toBe(403);
  }
  // A name that was pointed to this machine (DNS rebinding) has no cookie of Vouch.
  expect(await status(url, { host: 'evil.example' })).toBe(401);
  expect(await status(url, { cookie })).toBe(200);
});

test('nothing answers without a session or a key but health, sign-in and set-up', async ({ vouch }) => {
  for (const path of ['/', '/servers', '/certificates', '/inspect', '/settings/users', '/nothing']) {
    expect(await status(`${vouch.url}${path}`, {}), path).toBe(307);
    expect(await status(`${vouch.url}${path}`, {}, 'POST'), path).toBe(401);
  }
  for (const path of ['/v1/mcp/server', '/mcp-rest/tools/list', '/api/v1/bundles', '/api/v1/users', '/api/nothing']) {
    expect(await status(`${vouch.url}${path}`, {}), path).toBe(401);
  }
  for (const path of ['/api/health', '/sign-in']) expect(await status(`${vouch.url}${path}`, {}), path).toBe(200);
});

test('REST takes the master key', async ({ vouch }) => {
  const url = `${vouch.url}/v1/mcp/server`;
  expect(await status(url, { authorization: 'Bearer a-wrong-master-key' })).toBe(401);
  expect(await status(url, { authorization: `Bearer ${vouch.key}` })).toBe(200);
  expect(await status(url, { 'x-litellm-api-key': vouch.key })).toBe(200);
});

test('unsaved changes are not lost by a slip', async ({ page, lab }) => {
  await openNewServer(page);
  await page.getByLabel('Name', { exact: true }).fill('half_written');
  let asked = false;
  page.on('dialog', (dialog) => {
    asked = true;
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Overview' }).first().click();
  const inPage = page.getByRole('dialog');
  await expect(async () => {
    expect(asked || (await inPage.isVisible())).toBe(true);
  }).toPass();
  if (await inPage.isVisible()) await inPage.getByRole('button', { name: /stay|keep|cancel/i }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('half_written');
  expect(lab.server('current').url).toContain('https');
});

test('a REST path that no operation has is told so in the shape of every other error', async ({ request }) => {
  for (const path of ['/v1/nothing', '/v1/mcp/nothing', '/mcp-rest/nothing', '/api/v1/nothing']) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
    expect((await response.json()).detail.error).toContain(path);
  }
  expect((await request.get('/v1/mcp/server/%ff')).status()).toBe(400);
  expect((await request.get('/v1/mcp/server')).status()).toBe(200);
  expect((await request.get('/api/health')).status()).toBe(200);
});
