import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Lab, startLab } from '../lab/start';
import { type Credentials, startVouch, type Vouch } from '../lab/vouch-process';
import { checkAll, registerDemo } from './demo-register';
import { demoId } from './demo-servers';

const directory = path.resolve('data', 'demo');

/** Vouch and the lab beside each other, until Ctrl-C. Throws a sentence for the person at the terminal. */
export async function runDemo(port: number): Promise<void> {
  const running: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().finally(() => process.exit()));
  }
  try {
    say('Starting Vouch and the lab …');
    const admin = await demoAdmin();
    const env = { PORT: String(port), VOUCH_ADMIN_EMAIL: admin.email, VOUCH_ADMIN_PASSWORD: admin.password };
    const vouch = await startVouch(env, directory);
    running.push({ close: vouch.stop });
    const lab = await startLab({ directory: path.join(directory, 'lab'), ports: 'fixed' });
    running.push(lab);
    await fill(vouch, lab, admin);
    await vouch.exited;
    throw new Error(`Vouch has ended:\n${vouch.output()}`);
  } finally {
    await close();
  }
}

async function fill(vouch: Vouch, lab: Lab, admin: Credentials): Promise<void> {
  const ids = await registerDemo(vouch, lab);
  say(`${ids.length} servers are registered at ${vouch.url}/servers. Checking them all, which takes a minute …`);
  const counts = await checkAll(vouch);
  say(`Checked: ${counts.map(({ status, count }) => `${count} ${status}`).join(', ')}.\n`);
  say(guide(vouch.url, admin));
}

/** The same at every start, since the demo keeps its database. */
async function demoAdmin(): Promise<Credentials> {
  const file = path.join(directory, 'admin.json');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const made = { email: 'demo@vouch.example', password: randomBytes(9).toString('base64url') };
  await writeFile(file, JSON.stringify(made), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return JSON.parse(await readFile(file, 'utf8')) as Credentials;
}

function guide(url: string, { email, password }: Credentials): string {
  const rows = [
    ['works here, and Python 3.13 refuses it', `/servers/${demoId('no-aki')}`],
    ['fails, with repairs that were tried', `/servers/${demoId('missing-intermediate')}`],
    ['fails for a reason no bundle cures', `/servers/${demoId('wrong-host')}`],
    ['is not verified at all, and says so', `/servers/${demoId('unverified')}`],
    ['what breaks when a proxy moves to Python 3.13', '/clients'],
    ['the bundle that one of the servers uses', '/certificates'],
  ];
  const width = Math.max(...rows.map(([what]) => what?.length ?? 0));
  const lines = rows.map(([what, where]) => `  ${what?.padEnd(width)}  ${url}${where}`);
  return `Vouch is ready at ${url}\n\nSign in as ${email} with the password ${password}\n\nWorth a look:\n${lines.join('\n')}\n\nCtrl-C stops Vouch and the lab.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
