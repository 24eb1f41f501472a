import { migrateDatabase } from './migrate';

migrateDatabase().then((names) => process.stdout.write(JSON.stringify(names)));
