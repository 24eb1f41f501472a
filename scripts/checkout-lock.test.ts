import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, inject, test } from 'vitest';

let file: string;
let log: string;

beforeEach(() => {
  const folder = mkdtempSync(path.join(inject('testRoot'), 'lock-'));
  file = path.join(folder, 'prepare.lock');
  log = path.join(folder, 'log');
});

/** A process that takes the lock, notes when it has it and when it lets go, and ends. */
const script = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { withCheckoutLock } from './scripts/checkout-lock.mjs';
  await withCheckoutLock(async () => {
    appendFileSync(process.env.LOG, 'in\\n');
    await sleep(100);
    appendFileSync(process.env.LOG, 'out\\n');
  }, { file: process.env.LOCK });
`;
const args = ['--input-type=module', '-e', script];
const env = () => ({ ...process.env, LOCK: file, LOG: log });

test('processes take turns', async () => {
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, args, { env: env() }));
  const codes = await Promise.all(children.map((child) => new Promise((resolve) => child.on('close', resolve))));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('in\nout\n'.repeat(4));
  expect(existsSync(file)).toBe(false);
});

test('the lock of a process that died is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(file, JSON.stringify({ pid, host: hostname() }));
  expect(spawnSync(process.execPath, args, { env: env(), timeout: 10_000 }).status).toBe(0);
});

test('the lock of another machine is taken over once it gives no sign of life', () => {
  writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere' }));
  const past = new Date(Date.now() - 60_000);
  utimesSync(file, past, past);
  expect(spawnSync(process.execPath, args, { env: env(), timeout: 10_000 }).status).toBe(0);
});

test('the lock of a living process is waited for, and the wait is announced', () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }));
  const { status, stderr } = spawnSync(process.execPath, args, { env: env(), timeout: 1_500, encoding: 'utf8' });
  expect(status).toBeNull();
  expect(stderr).toBe(`Waiting for process ${process.pid}, which is preparing this checkout.\n`);
});
