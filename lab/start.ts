import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FindingCode } from '../lib/diagnosis/codes';
import type { ClientId } from '../lib/diagnosis/profiles';
import type { Aia } from './aia';
import { type CatalogueEntry, catalogue, type Opened } from './catalogue';
import { pemChain } from './certificates';
import { createContext } from './context';
import { openPki, type Pki } from './pki';
import type { Bundle } from './scenarios/scenario';
import type { TlsFront } from './tls-front';

export interface LabOptions {
  /** Names of the servers to start; all when absent. */
  only?: string[];
  /** Keeps the authorities for the next start. Absent: a temporary directory, removed on close. */
  directory?: string;
  ports?: 'ephemeral' | 'fixed';
}

export interface LabServer {
  name: string;
  url: string;
  /** What is wrong, in one sentence. */
  title: string;
  /** The client profiles that accept its chain and name when `caPath` is the trust. */
  accepts: readonly ClientId[];
  /** All that is to be found when `caPath` is the trust. */
  findings: readonly FindingCode[];
  /** The one of them that a person has to hear first; null: nothing to find. */
  expected: FindingCode | null;
  /** Whether it connects with `caPath`, and lists its tools. */
  connects: boolean;
  transport: 'http' | 'sse';
  /** What an administrator would register first: Lab Root CA, or this server's own root where that is what is odd. */
  caPath: string;
  /** The bundle that makes it connect; null: none does. */
  repairPath: string | null;
  /** The certificates as sent, PEM; null where the chain is the good one. */
  sent: string | null;
}

export interface Lab {
  directory: string;
  pki: Pki;
  /** Where the leaves that name an address for their issuer's certificate send the client. */
  aia: Aia;
  rootPath: string;
  otherRootPath: string;
  /** Lab Root CA and its intermediate. */
  intermediatePath: string;
  selfSignedPath: string;
  servers: Record<string, LabServer>;
  fronts: Record<string, TlsFront>;
  /** Both throw for a name that was not started. */
  server(name: string): LabServer;
  front(name: string): TlsFront;
  close(): Promise<void>;
}

type SharedBundles = Record<Exclude<Bundle, 'own'>, string>;

/** Of the server that publishes issuers' certificates, where ports are fixed. */
export const aiaPort = 7490;

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const entries = selectEntries(options.only);
  const hasFixedPorts = options.ports === 'fixed';
  const directory = await labDirectory(options.directory);
  const pki = await openPki(directory);
  const bundles = await writeBundles(directory, pki);
  const context = createContext(pki, hasFixedPorts ? aiaPort : 0);

  const started = await Promise.allSettled(
    entries.map(async (entry) => ({ entry, opened: await entry.open(context, hasFixedPorts ? entry.fixedPort : 0) })),
  );
  const running = started.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const close = async () => {
    await Promise.all(running.map(({ opened }) => opened.close()));
    await context.close();
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };

  const failure = started.find((result) => result.status === 'rejected');
  if (failure) {
    await close();
    throw portTaken(failure.reason) ?? failure.reason;
  }
  const servers = Object.fromEntries(
    await Promise.all(
      running.map(
        async ({ entry, opened }) => [entry.name, await describe(entry, opened, directory, bundles)] as const,
      ),
    ),
  );
  const fronts = Object.fromEntries(
    running.flatMap(({ entry, opened }) => (opened.front ? [[entry.name, opened.front]] : [])),
  );
  return {
    directory,
    pki,
    aia: context.aia,
    rootPath: bundles.root,
    otherRootPath: bundles['other-root'],
    intermediatePath: bundles['root-and-intermediate'],
    selfSignedPath: bundles['self-signed'],
    servers,
    fronts,
    server: (name) => pick(servers, name),
    front: (name) => pick(fronts, name),
    close,
  };
}

function portTaken(error: NodeJS.ErrnoException & { port?: number }): Error | null {
  if (error.code !== 'EADDRINUSE') return null;
  return new Error(`Port ${error.port} of 127.0.0.1 is taken: another lab or demo is running, so stop that one first.`);
}

function selectEntries(only: string[] | undefined): CatalogueEntry[] {
  if (only === undefined) return catalogue;
  return only.map((name) => {
    const entry = catalogue.find((candidate) => candidate.name === name);
    if (!entry)
      throw new Error(`The lab has no server named "${name}". It has ${catalogue.map((one) => one.name).join(', ')}`);
    return entry;
  });
}

async function labDirectory(given: string | undefined): Promise<string> {
  if (given === undefined) return mkdtemp(join(tmpdir(), 'vouch-lab-'));
  const directory = resolve(given);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
}

async function writeBundles(directory: string, pki: Pki): Promise<SharedBundles> {
  const path = (name: string) => join(directory, `${name}.pem`);
  await writeFile(path('root-and-intermediate'), pemChain(pki.root, pki.intermediate));
  return {
    root: path('root-ca'),
    'other-root': path('other-root-ca'),
    'self-signed': path('self-signed'),
    'root-and-intermediate': path('root-and-intermediate'),
  };
}

async function describe(
  { name, title, accepts, findings, expected, connects, transport, connectsWith }: CatalogueEntry,
  { url, sent, trust, repair }: Opened,
  directory: string,
  bundles: SharedBundles,
): Promise<LabServer> {
  const own = async (suffix: string, pem: string) => {
    const path = join(directory, `${name}.${suffix}.pem`);
    await writeFile(path, pem);
    return path;
  };
  const caPath = trust === undefined ? bundles.root : await own('ca', trust);
  const repairPath = async () => {
    if (connectsWith === 'root') return caPath;
    if (connectsWith === 'own') return own('repair', repair ?? '');
    return connectsWith && bundles[connectsWith];
  };
  const known = { name, url, title, accepts, findings, expected, connects, transport };
  return { ...known, sent: sent ?? null, caPath, repairPath: await repairPath() };
}

function pick<Value>(values: Record<string, Value>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`"${name}" is not running in this lab`);
  return value;
}
