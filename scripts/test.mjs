import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser, findProgram } from './find-browser.mjs';
import { prepare } from './prepare.mjs';
import { runTool } from './run.mjs';
import { checkNodeVersion } from './settings.mjs';

const options = process.argv.slice(2);
const unknown = options.find((option) => !['--unit', '--e2e'].includes(option));
const both = !options.includes('--unit') && !options.includes('--e2e');
const results = [];

if (unknown) {
  process.stderr.write(`Unknown option ${unknown}: there are --unit and --e2e.\n`);
  results.push({ passed: 0, failed: 1 });
} else {
  const folder = mkdtempSync(path.join(tmpdir(), 'vouch-results-'));
  if (!findProgram('openssl')) {
    process.stderr.write('Note: the openssl command is missing; what depends on it is answered as "unknown".\n');
  }
  if (both || options.includes('--unit')) results.push(await part(() => unit(path.join(folder, 'unit.json'))));
  if (both || options.includes('--e2e')) results.push(await part(() => endToEnd(path.join(folder, 'e2e.json'))));
  rmSync(folder, { recursive: true });
}

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
process.exitCode = failed > 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);

/** A part that breaks down, or in which nothing ran, has failed. */
async function part(run) {
  try {
    checkNodeVersion();
    const { code, passed, failed } = await run();
    const hasProblem = code !== 0 || passed + failed === 0;
    return { passed, failed: hasProblem ? Math.max(failed, 1) : failed };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return { passed: 0, failed: 1 };
  }
}

async function unit(report) {
  await prepare();
  const { code } = await runTool('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { code, passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

async function endToEnd(report) {
  await prepare({ build: true });
  const browser = await findBrowser();
  process.stderr.write(`Browser: ${browser || 'the one Playwright installed'}\n`);
  const { code } = await runTool('playwright', ['test'], {
    env: { VOUCH_PLAYWRIGHT_JSON: report, VOUCH_CHROMIUM: browser },
  });
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  return { code, passed: stats.expected + stats.flaky, failed: stats.unexpected };
}
