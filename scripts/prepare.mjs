import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withCheckoutLock } from './checkout-lock.mjs';
import { root, runNpm, runTool } from './run.mjs';

const at = (...names) => path.join(root, ...names);

/** What the server is built from. Tests and generated code do not count. */
const buildSources = [
  'app',
  'lib',
  'prisma/schema.prisma',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/**
 * Three steps, each with a stamp of what it was made from: its input is hashed, and only a change runs it.
 * PRISMA_SCHEMA_ENGINE_BINARY names any program, so that Prisma downloads none; `generate` never runs it.
 */
const noDownload = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
const steps = {
  install: {
    label: 'Installing dependencies (compiling SQLite takes a minute or two)',
    stamp: at('node_modules', '.vouch-installed'),
    hash: () => hash(['package-lock.json'], `${process.platform} ${process.arch} ${process.versions.modules}`),
    isDone: isInstalled,
    works: loadsSqlite,
    problem: `The compiled SQLite does not load in Node ${process.versions.node}: is npm set to build for another one ("npm config get nodedir")?`,
    run: () => runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], { env: noDownload }),
  },
  generate: {
    label: 'Generating the database client',
    stamp: at('lib', 'db', 'generated', '.vouch-generated'),
    hash: () => hash(['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json']),
    run: () => runTool('prisma', ['generate'], { env: noDownload, output: 'capture' }),
  },
  build: {
    label: 'Building',
    stamp: at('.next', '.vouch-built'),
    hash: () => hash(buildSources),
    run: () => runTool('next', ['build'], { env: { NODE_ENV: 'production' } }),
  },
};

/** Makes the checkout ready: installed, generated and, if asked for, built. Does only what is missing. */
export async function prepare({ build = false } = {}) {
  const wanted = [steps.install, steps.generate, ...(build ? [steps.build] : [])];
  if (wanted.every(isUpToDate)) return;
  await withCheckoutLock(async () => {
    for (const step of wanted) {
      if (isUpToDate(step)) continue;
      const made = step.hash();
      if (!step.isDone?.()) {
        process.stderr.write(`${step.label} …\n`);
        const { code, text } = await step.run();
        if (code !== 0) throw new Error(`${text}${step.label} failed with exit code ${code}.`);
        if (step.works?.() === false) throw new Error(step.problem);
      }
      mkdirSync(path.dirname(step.stamp), { recursive: true });
      writeFileSync(step.stamp, made);
    }
  });
}

function isUpToDate({ stamp, hash: wanted }) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

/** Someone ran npm by hand: what npm noted about node_modules agrees with the lockfile, and SQLite loads. */
function isInstalled() {
  try {
    const installed = JSON.parse(readFileSync(at('node_modules', '.package-lock.json'), 'utf8')).packages;
    const locked = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
    const isSame = Object.entries(locked).every(
      ([name, { version, optional, devOptional }]) =>
        name === '' || optional || devOptional || installed[name]?.version === version,
    );
    return isSame && loadsSqlite();
  } catch {
    return false;
  }
}

/** In a process of its own: one that failed to load a native module cannot try again. */
function loadsSqlite() {
  const { status } = spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:').close()"], {
    cwd: root,
    stdio: 'ignore',
  });
  return status === 0;
}

function hash(names, extra = '') {
  const digest = createHash('sha256').update(extra);
  for (const name of names) {
    for (const file of filesOf(name)) digest.update(`\0${file}\0`).update(readFileSync(at(file)));
  }
  return digest.digest('hex');
}

function filesOf(name) {
  const stats = statSync(at(name), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [name];
  return readdirSync(at(name))
    .sort()
    .map((entry) => `${name}/${entry}`)
    .filter((entry) => entry !== 'lib/db/generated' && !/\.test\.tsx?$/.test(entry))
    .flatMap(filesOf);
}
