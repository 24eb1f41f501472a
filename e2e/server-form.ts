import { expect, type Page } from '@playwright/test';

interface Entered {
  name: string;
  url: string;
  transport?: 'Streamable HTTP' | 'SSE';
  tls?: 'Default' | 'Custom CA' | 'Disabled';
  bundle?: string;
}

/** Names are unique in the database, and the tests of a worker share one. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${Math.random().toString(36).slice(2, 8)}`;
}

export async function openNewServer(page: Page): Promise<void> {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'Add server' }).first().click();
  await expect(page.getByLabel('Name', { exact: true })).toBeVisible();
}

export async function fillServer(page: Page, entered: Entered): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(entered.name);
  await page.getByLabel('URL', { exact: true }).fill(entered.url);
  if (entered.transport) await chooseTransport(page, entered.transport);
  if (entered.tls) await chooseTls(page, entered.tls);
  if (entered.bundle) await page.getByLabel('CA bundle path').fill(entered.bundle);
}

export async function chooseTransport(page: Page, transport: string): Promise<void> {
  await page.getByLabel('Transport', { exact: true }).selectOption({ label: transport });
}

export async function chooseTls(page: Page, choice: string): Promise<void> {
  const group = page
    .getByRole('group', { name: 'TLS verification' })
    .or(page.getByRole('radiogroup', { name: 'TLS verification' }));
  await group.getByRole('radio', { name: choice, exact: true }).first().check({ force: true });
}

/** Presses the button and waits for the verdict. */
export async function testConnection(page: Page, verdict: 'Connected' | 'Not connected'): Promise<void> {
  await page.getByRole('button', { name: 'Test connection' }).click();
  const region = page.getByRole('region', { name: 'Connection test' });
  await expect(region.getByRole('heading', { name: verdict, exact: true })).toBeVisible({ timeout: 20_000 });
}

export async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}
