import { copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { inject, vi } from 'vitest';
import { admin } from '../access/actors.fixture';
import { db } from '../db/client';
import { createServer } from '../servers/create';
import { openSecrets, type Secrets } from '../servers/stored-secrets';

/** Has this process use a data folder as one does that has just started. */
export async function enterFolder(folder: string): Promise<string> {
  await db().$disconnect();
  for (const name of ['prisma-client', 'secret-keys']) {
    delete (globalThis as unknown as Record<symbol, unknown>)[Symbol.for(`vouch.${name}`)];
  }
  vi.stubEnv('VOUCH_DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', `file:${path.join(folder, 'vouch.db')}`);
  return folder;
}

/** Enters a new data folder with an empty database. */
export function enterNewFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(inject('testRoot'), 'secrets-'));
  copyFileSync(inject('databaseTemplate'), path.join(folder, 'vouch.db'));
  return enterFolder(folder);
}

/** Three servers with secrets of every kind, and one without. */
export async function storeSecrets(): Promise<void> {
  const common = { transport: 'http', url: 'https://mcp.corp.example/mcp' };
  for (const [server_name, secrets] of Object.entries(inputs)) {
    await createServer({ actor: admin, input: { ...common, server_name, ...secrets } });
  }
}

const inputs = {
  payments: {
    auth_type: 'bearer_token',
    credentials: { auth_value: 'token-of-payments-ÿ' },
    static_headers: { 'X-Key': 'first' },
  },
  search: { static_headers: { 'X-Key': 'second', 'X-Tenant': 'blue' } },
  tools: { auth_type: 'api_key', credentials: { auth_value: 'key-of-tools' } },
  open: {},
};

export const storedSecrets: Record<string, Secrets> = {
  payments: { authValue: 'token-of-payments-ÿ', headers: { 'X-Key': 'first' } },
  search: { authValue: null, headers: { 'X-Key': 'second', 'X-Tenant': 'blue' } },
  tools: { authValue: 'key-of-tools', headers: {} },
  open: { authValue: null, headers: {} },
};

/** Every server's secrets as the key at hand opens them. */
export async function openedSecrets(): Promise<Record<string, Secrets>> {
  const rows = await db().mcpServer.findMany();
  return Object.fromEntries(rows.map((row) => [row.name, openSecrets(row)]));
}
