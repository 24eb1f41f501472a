import { randomUUID } from 'node:crypto';
import { db } from '../lib/db/client';
import { migrateDatabase } from '../lib/db/migrate';

/** Fills the database that the environment names with servers like real ones: `tsx bench/seed.ts COUNT`. */
const states = [
  {
    status: 'failing',
    statusOrder: 0,
    healthCheckCode: 'unknown_ca',
    healthCheckError: 'issued by a CA that is not trusted here',
  },
  { status: 'degraded', statusOrder: 1, healthCheckCode: 'expires_soon', healthCheckError: null },
  { status: 'unknown', statusOrder: 2, healthCheckCode: null, healthCheckError: null },
  { status: 'healthy', statusOrder: 3, healthCheckCode: null, healthCheckError: null },
];
const trusts = [null, null, 'false', '/etc/ssl/corp.pem'];

const DAY_MS = 86_400_000;

const count = Number(process.argv[2]);
await migrateDatabase();
for (let from = 0; from < count; from += 500) {
  const rows = Array.from({ length: Math.min(500, count - from) }, (_, index) => {
    const number = from + index;
    return {
      id: randomUUID(),
      name: `server_${String(number).padStart(6, '0')}`,
      url: `https://mcp${number}.corp.example/mcp`,
      transport: 'http',
      description: 'One of many',
      sslVerify: trusts[number % trusts.length] ?? null,
      lastHealthCheck: new Date(),
      certificateExpiresAt: number % 5 === 0 ? null : new Date(Date.now() + (((number * 37) % 400) - 5) * DAY_MS),
      ...(states[number % states.length] as (typeof states)[number]),
    };
  });
  await db().mcpServer.createMany({ data: rows });
}
await db().$disconnect();
