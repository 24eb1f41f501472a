/**
 * One value per process. Next loads a module once per bundle (instrumentation, proxy, pages), so a
 * plain module variable would exist several times.
 */
export function processState<T>(name: string, create: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`vouch.${name}`);
  const existing = store[key];
  if (existing !== undefined) return existing;
  const created = create();
  store[key] = created;
  return created;
}
