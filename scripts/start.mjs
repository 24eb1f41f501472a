import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { prepare } from './prepare.mjs';
import { checkNodeVersion, readSettings } from './settings.mjs';
import { checkTlsPair, dateWarning, readTlsFiles } from './tls-files.mjs';

try {
  checkNodeVersion();
  const { host, port, tlsFiles, trustedProxies } = readSettings();
  const tls = tlsFiles ? openTls(tlsFiles) : null;
  await checkPortIsFree(host, port);
  // For images: they hold a build, and need neither its sources nor its tools.
  if (process.argv.includes('--prebuilt')) checkBuildExists();
  else await prepare({ build: true });
  // After `prepare`: before it there may be nothing installed.
  const { serve } = await import('./serve.mjs');
  await serve({ host, port, tls, trustedProxies });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function openTls(files) {
  const pair = readTlsFiles(files);
  const warning = dateWarning(checkTlsPair(pair, files), files);
  if (warning) process.stderr.write(`${warning}\n`);
  return { files, pair };
}

function checkBuildExists() {
  if (!existsSync(new URL('../.next/BUILD_ID', import.meta.url))) {
    throw new Error('There is no build to serve: run "npm run build" first, or start without --prebuilt.');
  }
}

function checkPortIsFree(host, port) {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }) => {
      const reasons = {
        EADDRINUSE: `Port ${port} of ${host} is taken by another program: stop it, or choose another port with PORT=${port + 1}.`,
        EACCES: `Port ${port} is reserved for the administrator: choose one above 1023 with PORT.`,
        EADDRNOTAVAIL: `HOST=${host} is not an address of this machine.`,
        ENOTFOUND: `HOST=${host} is not an address of this machine.`,
      };
      reject(new Error(reasons[code] ?? message));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(resolve));
  });
}
