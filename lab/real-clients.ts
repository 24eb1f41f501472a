import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import type { ClientId, ClientProfile } from '../lib/diagnosis/profiles';

/** Real clients against a server of this machine: what a prediction of theirs is measured by. For tests only. */

export interface ClientQuestion {
  /** The name or address in the URL. Whatever it is, 127.0.0.1 is dialled. */
  host: string;
  port: number;
  /** The one file with trusted certificates. */
  caPath: string;
}

export interface ClientAnswer {
  accepted: boolean;
  /** In the client's own words; empty when it accepts. */
  message: string;
}

const timeoutMs = 15_000;

/** Null: this machine has no such client. */
export async function askClient(id: ClientId, question: ClientQuestion): Promise<ClientAnswer | null> {
  switch (id) {
    case 'python-3.13':
      return askPython('3.13', question);
    case 'python-3.12':
      return askPython('3.12', question);
    case 'curl':
      return askCurl(question);
    default:
      return askNode(question, { allowPartialTrustChain: id === 'node-partial' });
  }
}

/** The `openssl` command with a profile's flags. Its answer about names is its own, not that of the profile's client. */
export async function askOpenssl(profile: ClientProfile, question: ClientQuestion): Promise<ClientAnswer> {
  const ran = await run('openssl', [...sClientArguments(profile, question), '-verify_return_error']);
  const message = /^verify error:num=\d+:.*$/m.exec(ran.output)?.[0];
  return ran.isOk ? { accepted: true, message: '' } : { accepted: false, message: message ?? ran.output };
}

/** Every X509_V_ERR_* number that OpenSSL meets: without -verify_return_error it goes on after the first. */
export async function opensslErrors(profile: ClientProfile, question: ClientQuestion): Promise<number[]> {
  const { output } = await run('openssl', sClientArguments(profile, question));
  return [...new Set([...output.matchAll(/^verify error:num=(\d+):/gm)].map(([, code]) => Number(code)))];
}

/** 3 of "OpenSSL 3.0.19 27 Jan 2026"; the strict rules differ between major versions. */
export async function opensslMajor(): Promise<number> {
  const { output } = await run('openssl', ['version']);
  return Number(/^OpenSSL (\d+)\./m.exec(output)?.[1]);
}

function sClientArguments(profile: ClientProfile, { host, port, caPath }: ClientQuestion): string[] {
  const { isStrict, acceptsPartialChain, securityLevel } = profile;
  return [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-CAfile',
    caPath,
    '-no-CApath',
    '-no-CAstore',
    ...(isStrict ? ['-x509_strict'] : []),
    ...(acceptsPartialChain ? ['-partial_chain'] : []),
    '-auth_level',
    String(securityLevel),
    '-cipher',
    `DEFAULT@SECLEVEL=${securityLevel}`,
    ...(isIP(host) ? ['-noservername', '-verify_ip', host] : ['-servername', host, '-verify_hostname', host]),
  ];
}

const pythonScript = `
import socket, ssl, sys
host, port, ca = sys.argv[1], int(sys.argv[2]), sys.argv[3]
context = ssl.create_default_context(cafile=ca)
try:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        context.wrap_socket(plain, server_hostname=host).close()
except OSError as error:
    print(error)
    sys.exit(3)
`;

/** Null where there is none of this version. */
export async function askPython(version: '3.13' | '3.12', question: ClientQuestion): Promise<ClientAnswer | null> {
  const python = await findPython(version);
  if (python === null) return null;
  const { host, port, caPath } = question;
  return answer(await run(python, ['-I', '-c', pythonScript, host, String(port), caPath]));
}

const pythons = new Map<string, Promise<string | null>>();

function findPython(version: string): Promise<string | null> {
  const found = pythons.get(version) ?? lookForPython(version);
  pythons.set(version, found);
  return found;
}

/** One that runs: pyenv puts a stand-in on PATH for versions that are not switched on. */
async function lookForPython(version: string): Promise<string | null> {
  const name = `python${version}`;
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const versions = await readdir(pyenv).catch(() => []);
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.filter((one) => one.startsWith(`${version}.`)).map((one) => join(pyenv, one, 'bin')),
  ];
  for (const path of folders.map((folder) => join(folder, name)).filter((one) => existsSync(one))) {
    if ((await run(path, ['-I', '-c', 'import ssl'])).isOk) return path;
  }
  return null;
}

export async function askCurl({ host, port, caPath }: ClientQuestion): Promise<ClientAnswer | null> {
  const ran = await run('curl', [
    '--disable',
    '--silent',
    '--show-error',
    '--noproxy',
    '*',
    '--cacert',
    caPath,
    '--capath',
    '/dev/null',
    '--connect-to',
    `::127.0.0.1:${port}`,
    '--output',
    '/dev/null',
    `https://${host}:${port}/nothing`,
  ]);
  return ran.isMissing ? null : answer(ran);
}

export async function askNode(
  { host, port, caPath }: ClientQuestion,
  { allowPartialTrustChain }: { allowPartialTrustChain: boolean },
): Promise<ClientAnswer> {
  const ca = await readFile(caPath, 'utf8');
  const options: ConnectionOptions & { allowPartialTrustChain: boolean } = {
    host: '127.0.0.1',
    port,
    ca,
    allowPartialTrustChain,
    ...(isIP(host) ? {} : { servername: host }),
  };
  return new Promise((resolve) => {
    const socket = connect(options);
    const settle = (accepted: boolean, message: string) => {
      socket.destroy();
      resolve({ accepted, message });
    };
    socket.setTimeout(timeoutMs, () => settle(false, 'timed out'));
    socket.once('secureConnect', () => settle(true, ''));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(false, `${error.code}: ${error.message}`));
  });
}

interface Ran {
  isOk: boolean;
  isMissing: boolean;
  output: string;
}

function run(command: string, args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { timeout: timeoutMs, maxBuffer: 1 << 20 }, (error, stdout, stderr) => {
      resolve({ isOk: error === null, isMissing: error?.code === 'ENOENT', output: `${stderr}${stdout}`.trim() });
    });
    child.stdin?.on('error', () => undefined).end();
  });
}

function answer({ isOk, output }: Ran): ClientAnswer {
  return { accepted: isOk, message: isOk ? '' : output };
}
