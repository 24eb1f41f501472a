import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CatalogueEntry, catalogue, type Opened } from './catalogue';
import { pemChain } from './certificates';
import { createContext } from './context';
import { openPki, type Pki } from './pki';
import type { TlsFront } from './tls-front';
import type { Bundle } from './tls-scenarios';

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
  /** The finding to expect when `caPath` is the trust; null: nothing to find. */
  expected: string | null;
  /** Whether it connects with `caPath`, and lists its tools. */
  connects: boolean;
  transport: 'http' | 'sse';
  /** Lab Root CA: what an administrator would register first. */
  caPath: string;
  /** The bundle that makes it connect; null: none does. */
  repairPath: string | null;
}

export interface Lab {
  directory: string;
  pki: Pki;
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

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const entries = selectEntries(options.only);
  const directory = await labDirectory(options.directory);
  const pki = await openPki(directory);
  const bundles = await writeBundles(directory, pki);
  const context = createContext(pki);

  const started = await Promise.allSettled(
    entries.map(async (entry) => ({
      entry,
      opened: await entry.open(context, options.ports === 'fixed' ? entry.fixedPort : 0),
    })),
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
    throw failure.reason;
  }
  const servers = Object.fromEntries(
    running.map(({ entry, opened }) => [entry.name, describe(entry, opened, bundles)]),
  );
  const fronts = Object.fromEntries(
    running.flatMap(({ entry, opened }) => (opened.front ? [[entry.name, opened.front]] : [])),
  );
  return {
    directory,
    pki,
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

async function writeBundles(directory: string, pki: Pki): Promise<Record<Bundle, string>> {
  const path = (name: string) => join(directory, `${name}.pem`);
  await writeFile(path('root-and-intermediate'), pemChain(pki.root, pki.intermediate));
  return {
    root: path('root-ca'),
    'other-root': path('other-root-ca'),
    'self-signed': path('self-signed'),
    'root-and-intermediate': path('root-and-intermediate'),
  };
}

function describe(entry: CatalogueEntry, opened: Opened, bundles: Record<Bundle, string>): LabServer {
  const { name, title, expected, connects, transport, connectsWith } = entry;
  const repairPath = connectsWith === null ? null : bundles[connectsWith];
  return { name, title, expected, connects, transport, url: opened.url, caPath: bundles.root, repairPath };
}

function pick<Value>(values: Record<string, Value>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`"${name}" is not running in this lab`);
  return value;
}
