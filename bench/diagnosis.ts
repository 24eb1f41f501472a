import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createSecureContext } from 'node:tls';
import type { Lab } from '../lab/start';
import { runCheck } from '../lib/diagnosis/check';
import { examine } from '../lib/diagnosis/examine';
import type { Report } from '../lib/diagnosis/report';
import { trialTrust } from '../lib/trust/trial';
import { test } from './connection-test';
import { type FailingServer, startFailingServer } from './failing-server';
import { compare, type Measurement } from './sample';

/** What the doctor costs: all of it at a server that fails, and its share in the check of one that works. */
export async function benchDiagnosis(lab: Lab): Promise<Measurement[]> {
  const server = await startFailingServer();
  try {
    return [await failing(server, 'nothing cached'), await failing(server, 'cached'), await passing(lab)];
  } finally {
    await server.close();
  }
}

async function failing(server: FailingServer, what: 'nothing cached' | 'cached'): Promise<Measurement> {
  const isCached = what === 'cached';
  const { subjectMs, baselineMs } = await compare(
    () => checkFailing(server),
    () => handshake(server),
    { rounds: 30, warmUp: 5, prepare: isCached ? undefined : server.renew },
  );
  return {
    name: `check of a failing server, five profiles and repairs, ${what} - bare handshake`,
    value: subjectMs - baselineMs,
    unit: 'ms',
    atMost: isCached ? 60 : 400,
    detail: `${subjectMs.toFixed(1)} ms - ${baselineMs.toFixed(1)} ms`,
  };
}

export async function checkFailing({ url, rootPath }: FailingServer): Promise<Report> {
  const { report } = await runCheck({
    target: {
      id: null,
      url,
      transport: 'http',
      ssl_verify: rootPath,
      ca_bundle_id: null,
      include_public_roots: false,
      auth_type: 'none',
      auth_value: null,
      static_headers: {},
      timeout_ms: 15_000,
      era: null,
    },
  });
  const isWhole = report.clients.length === 5 && report.repairs.some(({ proven }) => proven);
  if (report.error?.code !== 'missing_intermediate' || !isWhole) {
    throw new Error(`the diagnosis is not what it should be: ${JSON.stringify(report)}`);
  }
  return report;
}

const context = createSecureContext();

async function handshake({ port }: FailingServer): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, secureContext: context, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  socket.destroy();
}

/** The doctor's share when the chain was judged before, against the whole check that it is a part of. */
async function passing(lab: Lab): Promise<Measurement> {
  const server = lab.server('current');
  const { tls } = await test(server, lab.rootPath);
  const chain = (tls?.chain ?? []).map(({ pem }) => new X509Certificate(pem));
  const url = new URL(server.url);
  const patient = {
    chain,
    trust: trialTrust([new X509Certificate(readFileSync(lab.rootPath))], false),
    url,
    where: { host: url.hostname, port: Number(url.port), addresses: [] },
    isRefused: false,
    known: async () => [],
    signal: undefined,
  };
  const { ratio, subjectMs, baselineMs } = await compare(
    () => examine(patient),
    () => test(server, lab.rootPath),
    { rounds: 60, warmUp: 10 },
  );
  return {
    name: "the doctor's share, judged before / check of a working server",
    value: ratio,
    unit: 'ratio',
    atMost: 0.2,
    detail: `${subjectMs.toFixed(2)} ms / ${baselineMs.toFixed(1)} ms`,
  };
}
