import { readBundle } from '../lib/trust/bundle';
import { buildContext, contextFor } from '../lib/trust/context';
import { compare, type Measurement } from './sample';

/** A TLS context from the cache against a fresh one, reading the bundle included in both. */
export async function benchTlsContext(bundlePath: string): Promise<Measurement[]> {
  const roots = 'bundle+public' as const;
  const { ratio, subjectMs, baselineMs } = await compare(
    async () => contextFor(roots, await readBundle(bundlePath, 'server.ssl_verify')),
    async () => buildContext(roots, await readBundle(bundlePath, 'server.ssl_verify')),
    { rounds: 30, warmUp: 3 },
  );
  return [
    {
      name: 'TLS context from the cache / a fresh one',
      value: ratio,
      unit: 'ratio',
      atMost: 0.1,
      detail: `${subjectMs.toFixed(3)} ms / ${baselineMs.toFixed(1)} ms`,
    },
  ];
}
