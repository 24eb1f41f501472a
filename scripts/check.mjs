import { prepare } from './prepare.mjs';
import { runTool } from './run.mjs';
import { checkNodeVersion } from './settings.mjs';

const checks = [
  ['Formatting, lint and import rules', 'biome', ['check', '--error-on-warnings']],
  ['Types', 'tsc', ['--noEmit']],
  ['Dead code and dependencies', 'knip', []],
];

try {
  checkNodeVersion();
  await prepare();
  const { code, text } = await runTool('next', ['typegen'], { output: 'capture' });
  if (code !== 0) throw new Error(text);
  const results = await Promise.all(
    checks.map(async ([label, tool, args]) => ({ label, ...(await runTool(tool, args, { output: 'capture' })) })),
  );
  for (const { label, code, text } of results) {
    process.stdout.write(code === 0 ? `✓ ${label}\n` : `✗ ${label}\n${text.trimEnd()}\n\n`);
  }
  process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
