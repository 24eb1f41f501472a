import { existsSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepare } from './prepare.mjs';
import { toolPath } from './run.mjs';
import { checkNodeVersion, readSettings } from './settings.mjs';

const SHUTDOWN_MS = 5_000;

try {
  checkNodeVersion();
  const { host, port } = readSettings();
  await checkPortIsFree(host, port);
  // For images: they hold a build, and need neither its sources nor its tools.
  if (process.argv.includes('--prebuilt')) checkBuildExists();
  else await prepare({ build: true });
  await serve(host, port);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
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

/** Next runs in this process: signals, the exit code and the lifetime are one. */
async function serve(host, port) {
  process.env.NODE_ENV = 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.argv.splice(2, process.argv.length, 'start', '--hostname', host, '--port', String(port));
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    // Next waits for open requests; a stream may have no end.
    process.once(signal, () => setTimeout(() => process.exit(code), SHUTDOWN_MS).unref());
  }
  await import(toolPath('next'));
  await announce(host, port);
}

async function announce(host, port) {
  const local = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  while (!(await answers(local, port))) await sleep(25);
  process.stdout.write(`Vouch is ready at http://${local.includes(':') ? `[${local}]` : local}:${port}\n`);
}

function answers(host, port) {
  return new Promise((resolve) => {
    // A connection of its own, closed at once: Next would wait for it when it stops.
    get({ host, port, path: '/api/health', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode < 500);
    }).once('error', () => resolve(false));
  });
}
