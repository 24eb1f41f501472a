/** The cases of a property test are the same in every run; `PROPERTY_SEED` and `PROPERTY_FACTOR` make them others, and more. */
export function runs(count: number): { seed: number; numRuns: number } {
  const { PROPERTY_SEED: seed = '20261122', PROPERTY_FACTOR: factor = '1' } = process.env;
  return { seed: Number(seed), numRuns: Math.round(count * Number(factor)) };
}

/** What counts as a hang. */
const LIMIT_MS = 1000;

/**
 * Runs one case twice at most: one that takes over 1 s has to take less the second time, when nothing else of the machine
 * got in its way. Failures name the input, because certificates are made anew in every run.
 */
export async function inTime<T>(describe: () => string, run: () => T | Promise<T>): Promise<T> {
  try {
    const first = await timed(run);
    if (first.ms <= LIMIT_MS) return first.result;
    const second = await timed(run);
    if (second.ms <= LIMIT_MS) return second.result;
    throw new Error(`took ${Math.round(first.ms)} ms and then ${Math.round(second.ms)} ms`);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nInput: ${describe()}`, { cause: error });
  }
}

async function timed<T>(run: () => T | Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await run();
  return { result, ms: performance.now() - started };
}
