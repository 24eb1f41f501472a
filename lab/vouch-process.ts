import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const START_MS = 60_000;

/** A Vouch of its own: the production build at hand, own database, own port unless `PORT` is given. */
export interface Vouch {
  url: string;
  dataDir: string;
  /** Everything the process printed. */
  output(): string;
  /** When the process has ended, whoever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function startVouch(env: Record<string, string> = {}, dataDir?: string): Promise<Vouch> {
  const directory = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'vouch-e2e-')));
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['scripts/start.mjs', '--prebuilt'], {
    env: { ...cleanEnv(), VOUCH_DATA_DIR: directory, PORT: port, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(() => undefined);
  // Whatever ends this process must not leave the other behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void exited.then(() => process.off('exit', kill));
  let printed = '';
  const onData = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);
  await untilReady(child, () => printed);
  const stop = () => end(child);
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir: directory,
    output: () => printed,
    exited,
    stop,
    async close() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What a developer's shell sets about trust must not decide the outcome of a test. */
function cleanEnv(): NodeJS.ProcessEnv {
  const {
    SSL_VERIFY: _verify,
    SSL_CERT_FILE: _file,
    VOUCH_CONFIG: _config,
    VOUCH_MASTER_KEY: _key,
    VOUCH_SECRET_KEY: _secret,
    DATABASE_URL: _url,
    ...rest
  } = process.env;
  return rest;
}

async function untilReady(child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!printed().includes('Vouch is ready')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await end(child);
      throw new Error(`Vouch did not start:\n${printed()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'object' && address) return address.port;
  throw new Error('no free port');
}
