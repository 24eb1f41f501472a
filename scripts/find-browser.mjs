import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run, runTool } from './run.mjs';

const isRoot = process.getuid?.() === 0;
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * A Chromium for the browser tests: VOUCH_CHROMIUM, one of this machine, Playwright's own, else installed.
 * Answers the program's path, or '' for Playwright's own. Throws when there is none to be had.
 */
export async function findBrowser() {
  const named = process.env.VOUCH_CHROMIUM;
  if (named) {
    if (!isBrowser(named)) throw new Error(`VOUCH_CHROMIUM=${named} is not a program that runs.`);
    return named;
  }
  const onMachine = findOnMachine();
  if (onMachine) return onMachine;
  if (await hasPlaywrightBrowser()) return '';

  note('No Chromium found: trying "playwright install chromium".');
  await runTool('playwright', ['install', 'chromium'], { env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' } });
  if (await hasPlaywrightBrowser()) return '';

  if (isRoot && findProgram('apt-get')) {
    note('That gave none that runs: trying "apt-get install chromium".');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
  }
  const installed = findOnMachine();
  if (installed) return installed;
  throw new Error('There is no browser: install Chromium, or name one with VOUCH_CHROMIUM.');
}

function findOnMachine() {
  const candidates = ['/usr/bin/chromium', ...names.map(findProgram)];
  return candidates.find((file) => file && isBrowser(file));
}

export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's /usr/bin/chromium-browser may be a script that only recommends another package. */
function isBrowser(file) {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}

async function hasPlaywrightBrowser() {
  const { chromium } = await import('@playwright/test');
  try {
    const browser = await chromium.launch({ args: isRoot ? ['--no-sandbox'] : [] });
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

function note(text) {
  process.stderr.write(`${text}\n`);
}
