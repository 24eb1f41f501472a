import { isKnownHost } from '../lab/known-host';
import type { Lab, LabServer } from '../lab/start';
import type { NewServerInput } from '../lib/servers/schema';

export type DemoServer = NewServerInput & { server_id: string };

/** Long enough for each of them that answers at all. */
const timeoutMs = 8000;

/** The id of a lab server, or of one of the extra registrations, in the demo. */
export function demoId(name: string): string {
  return `demo_${wordOf(name)}`;
}

/**
 * Each lab server with the bundle that its administrator would register, and one for each other choice of trust.
 * Without those whose name this machine does not know: they would show that and nothing else.
 */
export async function demoServers(lab: Lab, bundleId: string): Promise<DemoServer[]> {
  const servers = Object.values(lab.servers);
  const isKnown = await Promise.all(servers.map(({ url }) => isKnownHost(url)));
  const all = servers
    .filter((_server, index) => isKnown[index])
    .map((server) => entry(server.name, server, { ssl_verify: server.caPath }));
  const managed = { ca_bundle_id: bundleId, ssl_verify: null };
  return [
    ...all,
    entry('by-bundle', lab.server('good-intermediate'), managed, 'Trusts a bundle of the library'),
    entry('by-default', lab.server('public-like'), byDefault, 'Trusts what the environment says'),
    entry('by-default-legacy', lab.server('legacy-http'), byDefault, 'Trusts what the environment says'),
    entry('unverified', lab.server('self-signed'), unverified, 'Shows a server that is not verified'),
  ];
}

const byDefault = { ssl_verify: null };
const unverified = {
  ssl_verify: false,
  ssl_verify_reason: 'A demonstration on loopback',
  ssl_verify_until: new Date(Date.now() + 30 * 86_400_000).toISOString(),
};

function entry(
  name: string,
  { url, transport, title }: LabServer,
  trust: Pick<NewServerInput, 'ssl_verify' | 'ssl_verify_reason' | 'ssl_verify_until' | 'ca_bundle_id'>,
  description: string = title,
): DemoServer {
  return {
    server_id: demoId(name),
    server_name: wordOf(name),
    description,
    url,
    transport,
    timeout_ms: timeoutMs,
    ca_bundle_id: null,
    ...trust,
  };
}

function wordOf(name: string): string {
  return name.replaceAll('-', '_');
}
