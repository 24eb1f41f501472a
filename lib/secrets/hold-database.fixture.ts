import { db } from '../db/client';

/** Has the database open as a running Vouch has, until its input ends. */
await db().mcpServer.count();
process.stdout.write('open');
process.stdin.resume().on('end', () => process.exit());
