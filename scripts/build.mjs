import { prepare } from './prepare.mjs';
import { checkNodeVersion } from './settings.mjs';

try {
  checkNodeVersion();
  await prepare({ build: true });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
