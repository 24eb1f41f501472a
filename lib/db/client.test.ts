import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from './client';
import { databaseFile } from './data-dir';

const server = (name: string) => ({ id: name, name, url: 'https://mcp.example/mcp', transport: 'http' });

beforeEach(async () => {
  await db().mcpServer.deleteMany();
});

afterAll(() => db().$disconnect());

test('there is one client', () => {
  expect(db()).toBe(db());
});

test('SQLite runs with WAL, a busy timeout and foreign keys, in files for the owner only', async () => {
  expect(await db().$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }]);
  expect(await db().$queryRaw`PRAGMA foreign_keys`).toEqual([{ foreign_keys: 1n }]);
  expect(await db().$queryRaw`PRAGMA busy_timeout`).toEqual([{ timeout: 5000n }]);
  await db().mcpServer.create({ data: server('payments') });
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(databaseFile() + suffix).mode & 0o777).toBe(0o600);
});

test('a write beside an open transaction survives that transaction’s rollback', async () => {
  let isOpen = () => {};
  let end = () => {};
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve;
  });
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  const transaction = db().$transaction(async (tx) => {
    await tx.mcpServer.create({ data: server('undone') });
    isOpen();
    await mayEnd;
    throw new Error('undo');
  });
  await opened;
  const beside = db()
    .mcpServer.create({ data: server('kept') })
    .then(() => 'written');
  // Without the queue the write is done at once, inside the transaction.
  expect(await Promise.race([beside, sleep(200, 'waiting')])).toBe('waiting');
  end();
  await expect(transaction).rejects.toThrow('undo');
  await beside;
  expect(await db().mcpServer.findMany({ select: { id: true } })).toEqual([{ id: 'kept' }]);
});

test('many transactions at once each commit or roll back on their own', async () => {
  const attempts = Array.from({ length: 50 }, (_, index) =>
    db().$transaction(
      async (tx) => {
        await tx.mcpServer.create({ data: server(`server_${index}`) });
        if (index % 2) throw new Error('undo');
      },
      { maxWait: 20_000 },
    ),
  );
  const results = await Promise.allSettled(attempts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  expect(await db().mcpServer.count()).toBe(25);
});
