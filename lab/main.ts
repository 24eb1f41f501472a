import { basename } from 'node:path';
import { clientNames } from '../lib/diagnosis/client-labels';
import { type ClientId, clientIds } from '../lib/diagnosis/profiles';
import { acceptedSecrets } from './http-answers';
import { type Lab, startLab } from './start';

const lab = await startLab({ directory: process.env.VOUCH_LAB_DIR ?? 'data/lab', ports: 'fixed' }).catch(
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
print(lab);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  await lab.close();
  process.exit();
}

function print({ servers, rootPath, intermediatePath, otherRootPath, selfSignedPath }: Lab): void {
  const bundleOf = (path: string | null) => (path === null ? 'none' : basename(path));
  const rows = Object.values(servers).map((server) => [
    server.name,
    server.url,
    server.title,
    refusing(server.accepts),
    server.expected ?? '-',
    bundleOf(server.repairPath),
  ]);
  printTable([['NAME', 'URL', 'WHAT IS WRONG', 'WHO REFUSES', 'FINDING', 'CONNECTS WITH'], ...rows]);

  console.log(
    `\nAll of this holds for a client that trusts ${bundleOf(rootPath)}, or NAME.ca.pem of the same folder where`,
  );
  console.log(
    'the odd root is the server’s own. Who refuses: whom the certificates keep from connecting. The bundles:',
  );
  printTable([rootPath, intermediatePath, otherRootPath, selfSignedPath].map((path) => [`  ${bundleOf(path)}`, path]));
  console.log('\nCredentials of the answers-auth servers, until the lab is stopped:');
  const { bearer, apiKey, basic, raw, tenant } = acceptedSecrets;
  printTable([
    ['  bearer', bearer],
    ['  api-key', apiKey],
    ['  basic', basic],
    ['  raw', raw],
    ['  header', `x-tenant: ${tenant}`],
  ]);
  console.log('\nCtrl-C stops the lab.');
}

function refusing(accepts: readonly ClientId[]): string {
  const refusals = clientIds.filter((id) => !accepts.includes(id));
  if (refusals.length === 0) return 'nobody';
  return refusals.length === clientIds.length ? 'everyone' : clientNames(refusals);
}

function printTable(rows: string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
