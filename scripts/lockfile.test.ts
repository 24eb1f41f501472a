import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockEntry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const packages: Record<string, LockEntry> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;

/** Where Node would find this dependency of the package at this path, as npm lays it out. */
function findEntry(from: string, name: string): LockEntry | undefined {
  const entry = packages[`${from && `${from}/`}node_modules/${name}`];
  if (entry || !from) return entry;
  return findEntry(from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)), name);
}

test('the lockfile has every optional dependency, so that npm ci works on every platform', () => {
  // npm leaves entries out when it could not fetch them, or when node_modules was there before the lockfile.
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !findEntry(from, name)?.version),
  );
  expect(missing).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(Object.keys(packages).filter((name) => packages[name]?.resolved)).toEqual([]);
});

test('every direct dependency has one exact version, the one in the lockfile', () => {
  const wanted: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(Object.keys(wanted).length).toBeGreaterThan(20);
  for (const [name, version] of Object.entries(wanted)) expect(packages[`node_modules/${name}`]?.version).toBe(version);
});
