/**
 * Runs both in turn, so that noise of the machine hits both, and returns the median of each in ms. `prepare` runs before
 * each subject and is not measured.
 */
export async function compare(
  subject: () => Promise<unknown> | unknown,
  baseline: () => Promise<unknown> | unknown,
  { rounds, warmUp, prepare }: { rounds: number; warmUp: number; prepare?: () => Promise<unknown> },
): Promise<{ subjectMs: number; baselineMs: number; ratio: number }> {
  const times: [number[], number[]] = [[], []];
  for (let round = -warmUp; round < rounds; round += 1) {
    // Swapping the order cancels what the first leaves behind for the second.
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) {
      if (which === 0) await prepare?.();
      const started = performance.now();
      await (which === 0 ? subject() : baseline());
      if (round >= 0) times[which]?.push(performance.now() - started);
    }
  }
  const [subjectMs, baselineMs] = [median(times[0]), median(times[1])];
  return { subjectMs, baselineMs, ratio: subjectMs / baselineMs };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line of the result: a ratio or a size, with the most it may be. */
export interface Measurement {
  name: string;
  value: number;
  unit: 'ratio' | 'kB' | 'ms' | 'MB';
  atMost: number;
  detail: string;
}
