import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { admin as actor } from '../access/actors.fixture';
import { readEnv } from '../env';
import { createServer } from '../servers/create';
import { checkSecretKey } from './check-secret-key';
import { db } from './client';

afterEach(async () => {
  vi.unstubAllEnvs();
  await db().mcpServer.deleteMany();
});

const withSecret = () =>
  createServer({
    actor,
    input: {
      server_name: 'payments',
      url: 'https://mcp.corp.example/mcp',
      transport: 'http',
      auth_type: 'bearer_token',
      credentials: { auth_value: 'a-stored-token' },
    },
  });

test('a database without secrets needs no key', async () => {
  await expect(checkSecretKey()).resolves.toBeUndefined();
});

test('stored secrets that open are no reason to stop', async () => {
  await withSecret();
  await expect(checkSecretKey()).resolves.toBeUndefined();
});

test('another key stops the start with what to do, and names no secret', async () => {
  await withSecret();
  vi.stubEnv('VOUCH_SECRET_KEY', 'ab'.repeat(32));
  const error = await checkSecretKey().catch((reason: unknown) => String(reason));
  expect(error).toMatch(/put back the secret\.key/);
  expect(error).not.toContain('a-stored-token');
});

test('a lost key file stops the start instead of being replaced', async () => {
  await withSecret();
  const file = path.join(readEnv().dataDir, 'secret.key');
  const kept = readFileSync(file);
  rmSync(file);
  try {
    await expect(checkSecretKey()).rejects.toThrow(/put back the secret\.key/);
    expect(existsSync(file)).toBe(false);
  } finally {
    writeFileSync(file, kept, { mode: 0o600 });
  }
});
