import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../lab/catalogue';
import { askClient, askOpenssl } from '../../lab/real-clients';
import { type Lab, type LabServer, startLab } from '../../lab/start';
import { runCheck } from './check';
import { clientProfiles } from './profiles';
import type { Repair, Report } from './report';

let lab: Lab;
let folder: string;
beforeAll(async () => {
  lab = await startLab();
  folder = await mkdtemp(join(tmpdir(), 'vouch-repairs-'));
}, 60_000);
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

async function examine({ url, transport, caPath }: LabServer): Promise<Report> {
  const { report } = await runCheck({
    target: {
      ...{ id: null, url, transport, ssl_verify: caPath, ca_bundle_id: null, include_public_roots: false },
      ...{ auth_type: 'none', auth_value: null, static_headers: {}, timeout_ms: 8000, era: null },
    },
  });
  return report;
}

const withChain = catalogue
  .filter(({ name }) => !/^(answers|hostile|current|legacy)/.test(name))
  .map(({ name }) => name);

describe.each(withChain)('the doctor at %s', (name) => {
  let server: LabServer;
  let report: Report;
  beforeAll(async () => {
    server = lab.server(name);
    report = await examine(server);
  }, 30_000);

  it('finds all that is wrong and nothing else', () => {
    expect([...new Set(report.findings.map(({ code }) => code))].sort()).toEqual([...server.findings].sort());
  });

  it('says of every client what that client says', () => {
    if (report.tls === null) return expect(report.clients).toEqual([]);
    const accepting = report.clients.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client);
    expect(accepting).toEqual([...server.accepts]);
  });

  it('explains every refusal, and blames nothing on a client that accepts', () => {
    for (const { client, verdict } of report.clients) {
      const blamed = report.findings.filter(({ clients }) => clients.includes(client));
      expect([client, blamed.length > 0]).toEqual([client, verdict === 'reject']);
    }
  });

  it('offers only repairs that help somebody, the best first', () => {
    const before = report.clients.filter(({ verdict }) => verdict === 'accept').map(({ client }) => client);
    const counts = report.repairs.map(({ accepted_by }) => accepted_by.length);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
    for (const { accepted_by } of report.repairs) {
      expect(accepted_by.some((client) => !before.includes(client))).toBe(true);
    }
    expect(new Set(report.repairs.map(({ id }) => id)).size).toBe(report.repairs.length);
  });

  it('proves what it calls proven: real clients accept the server then', async () => {
    for (const repair of report.repairs.filter(({ proven }) => proven)) await expectProven(server, repair);
  }, 60_000);
});

/** The bundle of a repair given to `openssl s_client` with each profile's flags, and to the clients themselves. */
async function expectProven(server: LabServer, repair: Repair): Promise<void> {
  const url = new URL(repair.url ?? server.url);
  const caPath = repair.bundle_pem ? join(folder, `${server.name}.pem`) : server.caPath;
  if (repair.bundle_pem) await writeFile(caPath, repair.bundle_pem);
  const question = { host: url.hostname, port: Number(url.port), caPath };
  for (const profile of clientProfiles) {
    const isPromised = repair.accepted_by.includes(profile.id);
    const real = await askClient(profile.id, question);
    const said = [repair.title, profile.id, real?.accepted ?? isPromised, real?.message];
    expect(said).toEqual([repair.title, profile.id, isPromised, real?.message]);
    if (isPromised) expect(await askOpenssl(profile, question)).toEqual({ accepted: true, message: '' });
  }
}
