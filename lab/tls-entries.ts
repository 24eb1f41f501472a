import type { CatalogueEntry, Opened } from './catalogue';
import type { UpstreamKind } from './context';
import type { McpUpstream } from './mcp-servers';
import { everyone, type TlsMaterial } from './scenarios/scenario';
import { startTlsFront } from './tls-front';
import { scenarioGroups } from './tls-scenarios';

const mcpEntries: CatalogueEntry[] = [
  mcpEntry('current', 'Nothing: an MCP server of protocol 2026-07-28', 7401),
  mcpEntry('legacy-http', 'Nothing: an MCP server of the legacy era, streamable HTTP', 7402),
  mcpEntry('legacy-sse', 'Nothing: an MCP server of the legacy era, HTTP+SSE', 7403),
];

const scenarioEntries: CatalogueEntry[] = scenarioGroups.flatMap(({ firstPort, scenarios }) =>
  scenarios.map(({ build, ...scenario }, index) => ({
    ...scenario,
    transport: 'http' as const,
    fixedPort: firstPort + index,
    open: async (context, port) => {
      const [upstream, material] = await Promise.all([context.upstream('current'), build(context.pki, context.aia)]);
      return openFront(upstream, material, port);
    },
  })),
);

export const tlsEntries: CatalogueEntry[] = [...mcpEntries, ...scenarioEntries];

function mcpEntry(name: UpstreamKind, title: string, fixedPort: number): CatalogueEntry {
  return {
    name,
    title,
    accepts: everyone,
    findings: [],
    expected: null,
    connects: true,
    connectsWith: 'root',
    transport: name === 'legacy-sse' ? 'sse' : 'http',
    fixedPort,
    open: async (context, port) => {
      const [upstream, material] = await Promise.all([context.upstream(name), context.goodMaterial()]);
      return openFront(upstream, material, port);
    },
  };
}

async function openFront(
  upstream: McpUpstream,
  { host, tls, trust, repair, ...material }: TlsMaterial,
  port: number,
): Promise<Opened> {
  const front = await startTlsFront({ ...tls, ...material, upstreamPort: upstream.port, port });
  const url = `https://${host}:${front.port}${upstream.path}`;
  return { url, front, sent: material.cert, trust, repair, close: () => front.close() };
}
