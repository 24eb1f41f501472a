import { existsSync } from 'node:fs';
import { systemActor } from '../lib/access/actor';
import { db } from '../lib/db/client';
import { databaseFile } from '../lib/db/data-dir';
import { migrateDatabase } from '../lib/db/migrate';
import { secretKeyFile } from '../lib/db/secret-key';
import { type Rotation, rotateSecretKey } from '../lib/secrets/rotate';

const DISCARD = '--discard-lost';

/** `npm run rotate-key` seals every stored secret with a new key; `-- --discard-lost` gives up those that do not open. */
async function main(args: string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== DISCARD);
  if (unknown !== undefined) throw new Error(`${unknown} is not an option. There is one: ${DISCARD}`);
  const file = databaseFile();
  if (!existsSync(file)) {
    throw new Error(`There is no database at ${file}: set VOUCH_DATA_DIR and DATABASE_URL as they are set for Vouch.`);
  }
  await migrateDatabase();
  try {
    console.log(inWords(await rotateSecretKey({ actor: systemActor, discardLost: args.includes(DISCARD) })));
  } finally {
    await db().$disconnect();
  }
}

function inWords({ outcome, keyIn, sealed, discarded }: Rotation): string {
  const done =
    outcome === 'rotated'
      ? `Rotated: ${sealed === 1 ? '1 secret is' : `${sealed} secrets are`} sealed with a new key.`
      : 'Already done: every secret was sealed with the new key before.';
  const gone = discarded.map((what) => `Removed, because no key opens it: ${what}`);
  const next =
    keyIn === 'secret.key'
      ? `The new key is in ${secretKeyFile()}: back it up together with the database. An older backup of the database opens with the older key only.`
      : 'Now set VOUCH_SECRET_KEY to the value of VOUCH_SECRET_KEY_NEXT, and unset VOUCH_SECRET_KEY_NEXT, before Vouch starts.';
  return [done, ...gone, next].join('\n');
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
