import path from 'node:path';
import { readEnv } from '../env';
import { processState } from '../process-state';

/** What the resolver needs to know of a managed bundle. */
export interface ManagedBundle {
  id: string;
  name: string;
  /** The file its certificates are kept in; absolute. */
  path: string;
  /** Of the file as Vouch wrote it, hex. */
  sha256: string;
}

/** Where managed bundles are kept as files, for connections and for other programs. Absolute. */
export function managedBundleFolder(): string {
  return path.join(readEnv().dataDir, 'bundles');
}

/** The file of a managed bundle, whether or not there is one of this id. Absolute. */
export function managedBundlePath(id: string): string {
  return path.join(managedBundleFolder(), `${id}.pem`);
}

const bundles = processState('managed-bundles', () => new Map<string, ManagedBundle>());

/**
 * The managed bundle of this id, or null: the resolver does not reach the database, and an id that is not known here is
 * refused. lib/bundles keeps the registry at start and in every verb that changes one.
 */
export function managedBundle(id: string): ManagedBundle | null {
  return bundles.get(id) ?? null;
}

export function isManagedBundle(id: string): boolean {
  return bundles.has(id);
}

export function registerBundle(bundle: ManagedBundle): void {
  bundles.set(bundle.id, bundle);
}

export function forgetBundle(id: string): void {
  bundles.delete(id);
}
