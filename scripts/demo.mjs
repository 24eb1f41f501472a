import { prepare } from './prepare.mjs';
import { checkNodeVersion, readSettings } from './settings.mjs';

try {
  checkNodeVersion();
  const { port } = readSettings();
  await prepare({ build: true });
  // After `prepare`: before it there may be nothing installed.
  const { register } = await import('tsx/esm/api');
  register();
  const { runDemo } = await import('./demo-run.ts');
  await runDemo(port);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
