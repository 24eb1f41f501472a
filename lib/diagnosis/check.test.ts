import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../lab/catalogue';
import { acceptedSecrets } from '../../lab/http-answers';
import { type Lab, type LabServer, startLab } from '../../lab/start';
import { connectClient } from '../../lab/test-client';
import { runCheck } from './check';
import { findingCodes } from './codes';
import { clientIds } from './profiles';
import { type CheckEvent, type Report, type StageName, stageNames } from './report';
import type { CheckTarget } from './target';

let lab: Lab;
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  lab = await startLab();
}, 60_000);
afterAll(async () => {
  await lab.close();
  process.off('unhandledRejection', onRejection);
  expect(rejections).toEqual([]);
});

/** From 24.5 on Node asks for OpenSSL's security level 2, as Python does. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const refuses = (name: string) => /^weak-key/.test(name) && (major > 24 || (major === 24 && minor >= 5));

/** The stage that fails, when it is another than its code lets one expect. */
const failingStage: Record<string, StageName> = {
  'client-certificate': 'http',
  'hostile-silent': 'tls',
  'hostile-endless-stream': 'mcp',
  'hostile-flood': 'mcp',
  'hostile-huge-body': 'mcp',
  'hostile-gzip-bomb': 'mcp',
  'hostile-half-response': 'mcp',
  'hostile-slow-headers': 'http',
  'hostile-endless-pages': 'tools',
  'hostile-huge-headers': 'http',
  'answers-html': 'mcp',
  'answers-json': 'mcp',
  'answers-mcp-error': 'tools',
  'answers-mcp-init-error': 'mcp',
  'answers-mcp-old': 'mcp',
};

const target = (
  server: Pick<LabServer, 'url' | 'transport' | 'caPath'>,
  more: Partial<CheckTarget> = {},
): CheckTarget => ({
  id: null,
  url: server.url,
  transport: server.transport,
  ssl_verify: server.caPath,
  ca_bundle_id: null,
  include_public_roots: false,
  auth_type: 'none',
  auth_value: null,
  static_headers: {},
  timeout_ms: 8000,
  era: null,
  ...more,
});

function expectWhole(report: Report): void {
  expect(report.stages.map(({ name }) => name)).toEqual([...stageNames]);
  const isSeen = (report.tls?.chain.length ?? 0) > 0;
  expect(report.clients.map(({ client }) => client)).toEqual(isSeen ? clientIds : []);
  expect(report.clients.map(({ verdict }) => verdict)).not.toContain('unknown');
  expect(report.judge === null).toBe(!isSeen);
  expect(new Date(report.checked_at).toISOString()).toBe(report.checked_at);
  for (const finding of report.findings) {
    expect(findingCodes).toContain(finding.code);
    for (const text of [finding.title, finding.detail, finding.fix]) expect(text).toMatch(/\S.*\S/);
    expect(`${finding.detail}${finding.fix}`).not.toMatch(/undefined|null|NaN|\[object/);
  }
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  expect(report.ok).toBe(errors.length === 0);
  expect(report.error).toEqual(errors[0] ? { code: errors[0].code, message: errors[0].detail } : null);
  // JSON is what the browser and REST get: nothing may be lost on the way.
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
}

function expectStages(report: Report, failed: StageName | null): void {
  const at = failed === null ? stageNames.length : stageNames.indexOf(failed);
  const expected = stageNames.map((_name, index) => (index < at ? 'ok' : index === at ? 'failed' : 'skipped'));
  expect(report.stages.map(({ status }) => status)).toEqual(expected);
  for (const { status, duration_ms } of report.stages) {
    expect(duration_ms).toBeGreaterThanOrEqual(0);
    if (status === 'skipped') expect(duration_ms).toBe(0);
  }
}

describe('the connection test', () => {
  it.each(catalogue.map(({ name, expected, connects }) => ({ name, expected, connects })))(
    'finds $expected at $name',
    async ({ name, expected, connects }) => {
      const server = lab.server(name);
      const front = lab.fronts[name];
      front?.resetCounts();
      const isSlow = expected === 'timed_out';
      const { report, tools, era } = await runCheck({ target: target(server, isSlow ? { timeout_ms: 350 } : {}) });
      expectWhole(report);
      expect(report.trust).toMatchObject({ verify: true, source: 'server', roots: 'bundle' });

      // Vouch takes a trusted certificate that is no root, which Node by default does not.
      const takesPartial = server.accepts.includes('node-partial') && !server.accepts.includes('node');
      if ((connects || takesPartial) && !refuses(name)) {
        expect([report.ok, report.error]).toEqual([true, null]);
        expectStages(report, null);
        expect(report.findings.map(({ severity }) => severity)).not.toContain('error');
        if (expected) expect(report.findings.map(({ code }) => code)).toContain(expected);
        else expect(report.findings).toEqual([]);
        expect(report.mcp).toMatchObject({ era, tools: tools.length });
        expect(tools.length).toBeGreaterThan(0);
        return;
      }
      const errors = report.findings.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code }) => code)).toContain(expected);
      expect([report.mcp?.tools ?? 0, tools]).toEqual([0, []]);
      const stage = failingStage[name] ?? (front ? 'tls' : 'http');
      expectStages(report, stage);
      expect(report.stages.find(({ status }) => status === 'failed')?.detail).toBe(report.findings[0]?.title);
      const [finding] = report.findings;
      if (finding?.certificate !== null) expect(finding?.detail).toMatch(/CN=|"[^"]+"|serial/);
      else if (stage === 'tls' && finding.sha256 === null) expect(finding.detail).toContain('127.0.0.1');
      // A server that was refused has seen no request, and with it no credential.
      if (front) expect([front.requests, front.connectionsWithRequest]).toEqual([0, 0]);
    },
  );

  it('names the certificate by its place in the chain, and shows the chain as it was sent', async () => {
    const at = async (name: string) => {
      const { report } = await runCheck({ target: target(lab.server(name)) });
      const subjects = report.tls?.chain.map(({ position, subject }) => [position, subject]);
      return { certificate: report.findings[0]?.certificate, subjects, authorized: report.tls?.authorized };
    };
    expect(await at('expired-intermediate')).toEqual({
      certificate: 1,
      subjects: [
        [0, 'CN=localhost, O=Vouch Lab'],
        [1, 'CN=Lab Issuing CA 0, O=Vouch Lab'],
      ],
      authorized: false,
    });
    expect(await at('expired')).toMatchObject({ certificate: 0, authorized: false });
    expect(await at('good-intermediate')).toMatchObject({ certificate: undefined, authorized: true });
  });

  it('connects with the repair that the lab names', async () => {
    for (const server of Object.values(lab.servers)) {
      if (server.connects || server.repairPath === null || server.name.startsWith('answers')) continue;
      const { report } = await runCheck({ target: target(server, { ssl_verify: server.repairPath }) });
      expect([server.name, report.error]).toEqual([server.name, null]);
    }
  });

  it.each(['good-direct', 'good-intermediate', 'current', 'legacy-http', 'legacy-sse'])(
    'makes no TLS handshake at %s beyond those of a bare client',
    async (name) => {
      const server = lab.server(name);
      const front = lab.front(name);
      const isGone = () => vi.waitFor(() => expect(front.connections).toBe(0));
      await isGone();
      front.resetCounts();
      const { client, close } = await connectClient(server, await readFile(lab.rootPath, 'utf8'));
      await client.listTools();
      await close();
      await isGone();
      const bare = front.handshakes;
      front.resetCounts();
      const { report } = await runCheck({ target: target(server) });
      await isGone();
      expect(report.ok).toBe(true);
      expect(front.handshakes).toBeLessThanOrEqual(bare);
      expect(front.handshakes).toBe(front.connectionsWithRequest);
      if (report.mcp?.era === '2026-07-28') expect(front.handshakes).toBe(1);
    },
  );

  it.each([
    ['/auth/bearer', { auth_type: 'bearer_token', auth_value: acceptedSecrets.bearer }],
    ['/auth/api-key', { auth_type: 'api_key', auth_value: acceptedSecrets.apiKey }],
    ['/auth/basic', { auth_type: 'basic', auth_value: acceptedSecrets.basic }],
    ['/auth/raw', { auth_type: 'authorization', auth_value: acceptedSecrets.raw }],
    ['/auth/header', { static_headers: { 'x-tenant': acceptedSecrets.tenant } }],
  ] as const)('connects to %s with the right credential', async (path, credentials) => {
    const server = lab.server(`answers${path.replaceAll('/', '-')}`);
    const { report } = await runCheck({ target: target(server, credentials) });
    expect(report.error).toBeNull();
  });

  it('tells each stage as it starts and as it ends, in order, and the same in the report', async () => {
    for (const name of ['current', 'expired', 'answers-401', 'answers-mcp-error']) {
      const events: CheckEvent[] = [];
      const { report } = await runCheck({ target: target(lab.server(name)), onEvent: (event) => events.push(event) });
      const ended = events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []));
      expect(ended).toEqual(report.stages);
      const started = events.flatMap((event) => (event.type === 'started' ? [event.stage] : []));
      expect(started).toEqual(report.stages.filter(({ status }) => status !== 'skipped').map((stage) => stage.name));
      for (const stage of started) {
        const start = events.findIndex((event) => event.type === 'started' && event.stage === stage);
        const end = events.findIndex((event) => event.type === 'stage' && event.stage.name === stage);
        expect(start).toBeLessThan(end);
      }
    }
  });

  it('under Disabled connects to whatever is there, with a warning', async () => {
    for (const name of ['self-signed', 'expired', 'wrong-host', 'unknown-ca', 'client-auth-only', 'same-name-root']) {
      const { report } = await runCheck({ target: target(lab.server(name), { ssl_verify: 'false' }) });
      expect([name, report.error, report.trust.verify]).toEqual([name, null, false]);
      expect(report.findings[0]).toMatchObject({ code: 'verification_disabled', severity: 'warning' });
      expect(report.stages[2]).toMatchObject({ name: 'tls', status: 'warning' });
      expect(report.tls?.authorized).toBe(false);
    }
  });

  it('under Default refuses a private CA, told from a public one', async () => {
    const codes = Promise.all(
      ['good-direct', 'missing-intermediate', 'self-signed'].map(async (name) => {
        const { report } = await runCheck({ target: target(lab.server(name), { ssl_verify: null }) });
        expect(report.trust).toMatchObject({ source: 'default', roots: 'public', bundle: null });
        expect(report.error?.message).toContain('the public roots');
        return report.error?.code;
      }),
    );
    expect(await codes).toEqual(['unknown_ca', 'unknown_ca', 'self_signed_certificate']);
  });

  it('names the setting whose bundle cannot be used, whichever it is', async () => {
    const source = async (name: string) => {
      process.env[name] = '/no/such/bundle.pem';
      try {
        const { report } = await runCheck({ target: target(lab.server('current'), { ssl_verify: null }) });
        expect(report.error?.message).toContain(`The variable ${name} names /no/such/bundle.pem`);
        expect(report.trust.trail.find(({ used }) => used)?.input).toBe(name);
        return report.trust.source;
      } finally {
        delete process.env[name];
      }
    };
    expect([await source('SSL_VERIFY'), await source('SSL_CERT_FILE')]).toEqual([
      'env:SSL_VERIFY',
      'env:SSL_CERT_FILE',
    ]);
  });

  it.each([
    ['/no/such/bundle.pem', 'bundle_missing'],
    ['/', 'bundle_unreadable'],
    ['off', 'bundle_missing'],
  ])('with the bundle %s opens no connection at all', async (ssl_verify, code) => {
    const front = lab.front('current');
    await vi.waitFor(() => expect(front.connections).toBe(0));
    front.resetCounts();
    const { report } = await runCheck({ target: target(lab.server('current'), { ssl_verify }) });
    expectWhole(report);
    expect([report.error?.code, report.trust.source, report.trust.bundle]).toEqual([code, 'server', null]);
    expect(report.error?.message).toContain(ssl_verify);
    expect(report.stages.map(({ status }) => status)).toEqual(stageNames.map(() => 'skipped'));
    expect([front.handshakes, front.connections]).toEqual([0, 0]);
  });
});
