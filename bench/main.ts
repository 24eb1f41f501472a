import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { startLab } from '../lab/start';
import { benchConnectionTest } from './connection-test';
import { benchDiagnosis } from './diagnosis';
import { benchListPage } from './list-page';
import { benchMemory } from './memory';
import { benchProfiles } from './profiles';
import type { Measurement } from './sample';
import { benchTlsContext } from './tls-context';

const results: Measurement[] = [];
const lab = await startLab({ only: ['current', 'legacy-http', 'legacy-sse'] });
try {
  results.push(...(await benchConnectionTest(lab)));
  results.push(...(await benchTlsContext(lab.rootPath)));
  results.push(...(await benchDiagnosis(lab)));
  results.push(...(await benchProfiles(lab)));
  results.push(...(await benchMemory()));
} finally {
  await lab.close();
}
results.push(...(await benchListPage()));

const rows = results.map(({ name, value, unit, atMost, detail }) => ({
  what: name,
  value: `${value.toFixed(value < 0.1 ? 4 : 2)}${unit === 'ratio' ? '' : ` ${unit}`}`,
  'at most': atMost,
  met: value <= atMost ? 'yes' : 'NO',
  measured: detail,
}));
console.table(rows);

await mkdir('bench/results', { recursive: true });
const file = `bench/results/${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
await writeFile(file, `${JSON.stringify({ machine, results }, null, 2)}\n`);
console.log(`Stored in ${file}`);
process.exitCode = results.every(({ value, atMost }) => value <= atMost) ? 0 : 1;
