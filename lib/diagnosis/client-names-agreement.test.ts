import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:https';
import { connect as connectTcp, isIP } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { type Listening, listen } from '../../lab/listen';
import { nameProblem } from './client-names';
import { commonHosts, nameCases } from './client-names-cases.fixture';

const run = promisify(execFile);
const timeout = 60_000;

/** Without X509_STRICT: the form of the certificates is not what is asked about. */
const pythonScript = `
import json, socket, ssl, sys
pairs, ca = json.load(sys.stdin), sys.argv[1]
context = ssl.create_default_context(cafile=ca)
context.verify_flags &= ~ssl.VERIFY_X509_STRICT
def ask(pair):
    with socket.create_connection(('127.0.0.1', pair['port']), timeout=20) as tcp:
        try:
            context.wrap_socket(tcp, server_hostname=pair['host']).close()
            return 0
        except ssl.SSLCertVerificationError as error:
            return error.verify_code
        except ValueError:
            return 62
json.dump([ask(pair) for pair in pairs], sys.stdout)
`;

describe('against the real clients', () => {
  let directory: string;
  let caPath: string;
  let root: Issued;
  let leaves: Issued[];
  let listening: Listening[] = [];

  beforeAll(async () => {
    const keys = await generateKeys();
    root = await issueCertificate({ subject: 'CN=Names Root', isCa: true });
    leaves = await Promise.all(
      nameCases.map(([names]) => issueCertificate({ subject: 'CN=unrelated', issuer: root, keys, ...names })),
    );
    directory = await mkdtemp(join(tmpdir(), 'vouch-names-'));
    caPath = join(directory, 'ca.pem');
    await writeFile(caPath, root.pem);
    listening = await Promise.all(
      leaves.map((leaf) =>
        listen(
          createServer({ key: leaf.keyPem, cert: pemChain(leaf, root) }, (_request, response) =>
            response.setHeader('Connection', 'close').end(),
          ),
        ),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all(listening.map((one) => one.close()));
    await rm(directory, { recursive: true, force: true });
  });

  const served = () =>
    nameCases.map(([, host], at) => ({
      leaf: new X509Certificate(leaves[at]?.pem ?? ''),
      port: listening[at]?.port ?? 0,
      hosts: [...new Set([host, ...commonHosts])],
    }));
  const pairs = () => served().flatMap(({ hosts, ...rest }) => hosts.map((host) => ({ host, ...rest })));
  const told = (host: string, leaf: X509Certificate) => `${host}: ${leaf.subject} ${leaf.subjectAltName}`;

  for (const version of ['3.13', '3.12'] as const) {
    const python = findPython(version);
    it.skipIf(!python)(`agrees with Python ${version}, code by code`, { timeout }, async () => {
      const asked = pairs();
      const codes = await askPython(python ?? '', asked, caPath);
      for (const [at, { host, leaf }] of asked.entries()) {
        expect(nameProblem(`python-${version}`, host, leaf)?.code ?? 0, told(host, leaf)).toBe(codes[at]);
      }
    });
  }

  it.skipIf(!hasCurl())('agrees with curl', { timeout }, async () => {
    for (const { leaf, port, hosts } of served()) {
      const codes = await askCurl(hosts, port, caPath);
      const expected = hosts.map((host) => (nameProblem('curl', host, leaf) ? 60 : 0));
      expect(codes, told(hosts.join(), leaf)).toEqual(expected);
    }
  });

  it('agrees with Node', { timeout }, async () => {
    for (const { host, port, leaf } of pairs()) {
      const takes = await askNode({ host, port }, root.pem);
      expect(nameProblem('node', host, leaf) === null, told(host, leaf)).toBe(takes);
    }
  });
});

/** A host to ask for, and the port on 127.0.0.1 where the certificate in question is served. */
interface Pair {
  host: string;
  port: number;
}

/** A Python of a version ("3.13"): from VOUCH_TEST_PYTHON_3_13, the PATH or pyenv; null when there is none. */
function findPython(version: string): string | null {
  const named = process.env[`VOUCH_TEST_PYTHON_${version.replace('.', '_')}`];
  const candidates = [...(named ? [named] : []), `python${version}`, ...pyenvPythons(version)];
  return candidates.find((candidate) => runs(candidate, ['-c', 'import ssl'])) ?? null;
}

/** Other TLS libraries have rules of their own. */
function hasCurl(): boolean {
  return spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout?.includes('OpenSSL/') ?? false;
}

/** X509_V_ERR_* of each pair, 0 for accepted. A name that Python does not even try counts as 62. */
async function askPython(python: string, pairs: Pair[], caPath: string): Promise<number[]> {
  const asking = run(python, ['-c', pythonScript, caPath], { timeout });
  asking.child.stdin?.end(JSON.stringify(pairs.map(({ host, port }) => ({ host, port }))));
  return JSON.parse((await asking).stdout);
}

/** curl's exit code for each pair of one port: 0, or 60 for a certificate it does not take. */
async function askCurl(hosts: string[], port: number, caPath: string): Promise<number[]> {
  const urls = hosts.flatMap((host) => [
    '-o',
    '/dev/null',
    `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`,
  ]);
  const options = ['-q', '-s', '-g', '--noproxy', '*', '--cacert', caPath, '--capath', '/dev/null', '-m', '20'];
  const redirect = ['--connect-to', `::127.0.0.1:${port}`, '-w', '%{exitcode}\\n'];
  // The process fails with the last transfer; each one's own code is in what it prints.
  const { stdout } = await run('curl', [...options, ...redirect, ...urls], { timeout }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout.trim().split('\n').map(Number);
}

/** Whether Node's own https takes the certificate. */
async function askNode({ host, port }: Pair, ca: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, ca, agent: new LoopbackAgent({ maxCachedSessions: 0 }) }, (response) => {
      response.resume();
      resolve(true);
    });
    asking.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? resolve(false) : reject(error),
    );
    asking.setTimeout(timeout, () => asking.destroy(new Error(`no answer for ${host}`)));
    asking.end();
  });
}

class LoopbackAgent extends Agent {
  override createConnection(options: ConnectionOptions) {
    return connect({ ...options, path: undefined, socket: connectTcp(Number(options.port), '127.0.0.1') });
  }
}

function pyenvPythons(version: string): string[] {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  try {
    const installed = readdirSync(versions).filter((name) => name.startsWith(`${version}.`));
    return installed.map((name) => join(versions, name, 'bin', `python${version}`));
  } catch {
    return [];
  }
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { timeout: 20_000 }).status === 0;
}
