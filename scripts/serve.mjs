import { randomBytes } from 'node:crypto';
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { parseTrustedProxies } from './addresses.mjs';
import { PASS_HEADER } from './admit.mjs';
import { callItself } from './call-itself.mjs';
import { createFrontDoor, listen } from './front-door.mjs';
import { root } from './run.mjs';
import { watchTlsFiles } from './tls-watch.mjs';

const SHUTDOWN_MS = 5_000;
const LOOPBACK = '127.0.0.1';
/** How often a database that does not answer yet is asked again. */
const ASK_AGAIN_MS = 250;

/**
 * Serves the build until a signal. There are two doors: the one that everybody comes to, and an inner one on loopback, by
 * which Next calls itself for some server actions, also where the outer one speaks TLS with a certificate for another name.
 * Throws a sentence when it cannot start. `tls`: { files, pair } or null.
 */
export async function serve({ host, port, tls, trustedProxies }) {
  const trusted = parseTrustedProxies(trustedProxies);
  process.env.NODE_ENV = 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  // Next adds a listener for upgrades to this server in place of ours: nothing here is upgraded.
  const app = next({ dev: false, dir: root, hostname: host, port, httpServer: createServer() });
  const handle = app.getRequestHandler();
  const pass = randomBytes(32).toString('hex');
  const inner = createFrontDoor(handle, { pass, isInner: true, trusted: parseTrustedProxies(LOOPBACK) });
  const outer = createFrontDoor(handle, { pass, trusted, tls: tls?.pair });
  stopOnSignal([outer, inner], app);

  const innerPort = await listen(inner, LOOPBACK, 0);
  callItself(`http://${LOOPBACK}:${innerPort}`);
  await app.prepare();
  await untilBooted(innerPort, pass);
  await listen(outer, host, port);
  if (tls) watchTlsFiles(outer, { ...tls, say });
  process.stdout.write(`Vouch is ready at ${urlOf(host, port, tls)}\n`);
}

/** Open requests may end, but a stream may have no end. */
function stopOnSignal(servers, app) {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, async () => {
      setTimeout(() => process.exit(code), SHUTDOWN_MS).unref();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await app.close();
      process.exit(code);
    });
  }
}

/** instrumentation.ts runs before the first answer, and ends the process when Vouch cannot start. */
async function untilBooted(port, pass) {
  let status = await askHealth(port, pass);
  while (status === 503) {
    await sleep(ASK_AGAIN_MS);
    status = await askHealth(port, pass);
  }
  if (status >= 500) throw new Error('Vouch cannot start: the reason is above.');
}

function askHealth(port, pass) {
  return new Promise((resolve, reject) => {
    // A connection of its own, closed at once: it would have to be waited for.
    const request = get({ host: LOOPBACK, port, path: '/api/health', agent: false, headers: { [PASS_HEADER]: pass } });
    request.once('error', reject).once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
}

function urlOf(host, port, tls) {
  const local = { '0.0.0.0': LOOPBACK, '::': '::1' }[host] ?? host;
  return `${tls ? 'https' : 'http'}://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/** A line of the log, as lib/log.ts writes them. */
function say(level, message) {
  const stream = level === 'info' ? process.stdout : process.stderr;
  stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, message })}\n`);
}
