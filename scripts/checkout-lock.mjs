import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './run.mjs';

const BEAT_MS = 2_000;
const STALE_MS = 30_000;

/** Runs one at a time per checkout. The lock of a process that died is taken over. */
export async function withCheckoutLock(run, { file = path.join(root, '.cache', 'prepare.lock') } = {}) {
  const token = JSON.stringify({ pid: process.pid, host: hostname(), at: Date.now() });
  mkdirSync(path.dirname(file), { recursive: true });
  let isAnnounced = false;
  while (!acquire(file, token)) {
    if (!isAnnounced) {
      process.stderr.write(`Waiting for process ${holderPid(file)}, which is preparing this checkout.\n`);
      isAnnounced = true;
    }
    await sleep(200);
  }
  const release = () => {
    if (read(file) === token) rmSync(file, { force: true });
  };
  const beat = setInterval(() => {
    const now = new Date();
    if (read(file) === token) utimesSync(file, now, now);
  }, BEAT_MS);
  process.on('exit', release);
  try {
    return await run();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function acquire(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const held = read(file);
  if (held !== null && isStale(file, held)) takeAway(file, held);
  return false;
}

function takeAway(file, held) {
  const aside = `${file}.${process.pid}.${Date.now()}`;
  try {
    renameSync(file, aside);
    // Another process may have taken over in between: its lock goes back.
    if (read(aside) !== held) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isStale(file, held) {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > STALE_MS) return true;
  const { pid, host } = parse(held);
  if (host !== hostname() || !pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function holderPid(file) {
  return parse(read(file) ?? '').pid ?? '(unknown)';
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
