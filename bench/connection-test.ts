import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Agent, fetch } from 'undici';
import type { Lab, LabServer } from '../lab/start';
import { runCheck } from '../lib/diagnosis/check';
import type { Report } from '../lib/diagnosis/report';
import { compare, type Measurement } from './sample';

/** The connection test against a bare SDK client: connect, list tools, close; same CA, one shared TLS context each. */
export async function benchConnectionTest(lab: Lab): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const name of ['current', 'legacy-http', 'legacy-sse']) {
    const server = lab.server(name);
    const context = createSecureContext({ ca: readFileSync(lab.rootPath), minVersion: 'TLSv1.2' });
    const { ratio, subjectMs, baselineMs } = await compare(
      () => test(server, lab.rootPath),
      () => bare(server, context),
      { rounds: 60, warmUp: 10 },
    );
    results.push({
      name: `connection test / bare SDK client (${name})`,
      value: ratio,
      unit: 'ratio',
      atMost: 1.2,
      detail: `${subjectMs.toFixed(1)} ms / ${baselineMs.toFixed(1)} ms`,
    });
  }
  return results;
}

export async function test(server: LabServer, ca: string): Promise<Report> {
  const { report } = await runCheck({
    target: {
      id: null,
      url: server.url,
      transport: server.transport,
      ssl_verify: ca,
      ca_bundle_id: null,
      include_public_roots: false,
      auth_type: 'none',
      auth_value: null,
      static_headers: {},
      timeout_ms: 15_000,
      era: null,
    },
  });
  if (!report.ok) throw new Error(`the connection test failed: ${report.error?.message}`);
  return report;
}

export async function bare(server: LabServer, secureContext: ReturnType<typeof createSecureContext>): Promise<void> {
  const dispatcher = new Agent({ connect: { secureContext }, connections: 2 });
  const url = new URL(server.url);
  const bareFetch = ((input: string | URL, init?: RequestInit) =>
    fetch(input, { ...(init as object), dispatcher })) as unknown as typeof globalThis.fetch;
  const isSse = server.transport === 'sse';
  const transport = isSse
    ? new SSEClientTransport(url, { fetch: bareFetch })
    : new StreamableHTTPClientTransport(url, { fetch: bareFetch });
  const client = new Client(
    { name: 'bare', version: '1' },
    { versionNegotiation: { mode: isSse ? 'legacy' : 'auto' } },
  );
  await client.connect(transport);
  await client.listTools();
  await client.close();
  await dispatcher.destroy();
}
