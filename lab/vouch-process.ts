import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const START_MS = 60_000;

export interface Credentials {
  email: string;
  password: string;
}

/** A Vouch of its own: the production build at hand, own database, own port unless `PORT` is given. */
export interface Vouch {
  url: string;
  dataDir: string;
  /** The first admin. */
  admin: Credentials;
  /** The master key. */
  key: string;
  /** Signs a person in and answers the session as a browser's cookie: name and value. */
  signIn(credentials?: Credentials): Promise<{ name: string; value: string }>;
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
  const admin = { email: 'admin@corp.example', password: randomBytes(12).toString('hex') };
  const key = env.VOUCH_MASTER_KEY || randomBytes(16).toString('hex');
  const first = { VOUCH_ADMIN_EMAIL: admin.email, VOUCH_ADMIN_PASSWORD: admin.password, VOUCH_MASTER_KEY: key };
  const child = spawn(process.execPath, ['scripts/start.mjs', '--prebuilt'], {
    env: { ...cleanEnv(), VOUCH_DATA_DIR: directory, PORT: port, HOST: '127.0.0.1', ...first, ...env },
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
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    dataDir: directory,
    admin,
    key,
    signIn: (credentials = admin) => signIn(url, credentials),
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
  const decides = (name: string) =>
    name.startsWith('VOUCH_') || ['SSL_VERIFY', 'SSL_CERT_FILE', 'DATABASE_URL'].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides(name))) as NodeJS.ProcessEnv;
}

async function signIn(url: string, credentials: Credentials): Promise<{ name: string; value: string }> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
    signal: AbortSignal.timeout(30_000),
  });
  const [name, value] = response.headers.getSetCookie()[0]?.split(';')[0]?.split('=') ?? [];
  if (response.status !== 201 || !name || !value) throw new Error(`Vouch did not sign in: ${await response.text()}`);
  return { name, value };
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
