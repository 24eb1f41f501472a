import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';

// Every test file gets a data folder and a migrated, empty database of its own.
const dataDir = mkdtempSync(path.join(inject('testRoot'), 'data-'));
const database = path.join(dataDir, 'vouch.db');
copyFileSync(inject('databaseTemplate'), database);
chmodSync(database, 0o600);

process.env.VOUCH_DATA_DIR = dataDir;
process.env.DATABASE_URL = `file:${database}`;
// What the developer's shell has set must not change what a test sees.
for (const name of [
  'HOST',
  'PORT',
  'SSL_VERIFY',
  'SSL_CERT_FILE',
  'VOUCH_CONFIG',
  'VOUCH_MASTER_KEY',
  'VOUCH_SECRET_KEY',
  'VOUCH_SECRET_KEY_NEXT',
  'VOUCH_URL',
  'VOUCH_TRUSTED_PROXIES',
  'VOUCH_TLS_CERT',
  'VOUCH_TLS_KEY',
  'VOUCH_ADMIN_EMAIL',
  'VOUCH_ADMIN_PASSWORD',
  'VOUCH_OIDC_ISSUER',
  'VOUCH_OIDC_CLIENT_ID',
  'VOUCH_OIDC_CLIENT_SECRET',
  'VOUCH_OIDC_NAME',
  'VOUCH_OIDC_DOMAINS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_EXTRA_CA_CERTS',
]) {
  delete process.env[name];
}
