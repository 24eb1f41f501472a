import { announceSetUp } from './accounts/announce-set-up';
import { provideFirstAdmin } from './accounts/provide-first-admin';
import { startAuditPruning } from './audit/prune-daily';
import { materialiseBundles } from './bundles/materialise';
import { startExceptionClock } from './checks/exception-clock';
import { checkSecretKey } from './db/check-secret-key';
import { ensureDataDir } from './db/data-dir';
import { migrateDatabase } from './db/migrate';
import { secretKey } from './db/secret-key';
import { sweepChainFolders } from './diagnosis/chain-folder';
import { loadEgressRules } from './egress/load';
import { readEnv } from './env';
import { startConfigWatch } from './interchange/config-watch';
import { log } from './log';
import { installGuardedFetch } from './mcp/guarded-fetch';

/** Makes the process fit to serve, or ends it with one line that says why: Next would go on serving. */
export async function boot(): Promise<void> {
  try {
    ensureDataDir(readEnv().dataDir);
    const migrations = await migrateDatabase();
    if (migrations.length > 0) log.info('database migrated', { migrations });
    await checkSecretKey();
    secretKey();
    await materialiseBundles();
    await sweepChainFolders();
    await loadEgressRules();
    installGuardedFetch();
    await provideFirstAdmin();
    await startConfigWatch();
    startExceptionClock();
    startAuditPruning();
    await announceSetUp();
  } catch (error) {
    process.stderr.write(`Vouch cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
