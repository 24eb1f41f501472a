import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { managedBundle } from '../trust/bundle-registry';
import { PAGE_SIZE, type ServerList, type ServerListItem, type ServerListQuery, type ServerStatus } from './dto';
import { inForce } from './in-force';
import { whereOf } from './list-filter';
import { orderOf } from './list-order';
import { wireSslVerify } from './record-of';
import { SECRET_SET, type Transport } from './schema';
import { redactUrl } from './url';

const columns = {
  id: true,
  name: true,
  description: true,
  url: true,
  transport: true,
  sslVerify: true,
  sslVerifyReason: true,
  sslVerifyUntil: true,
  sslVerifyBy: true,
  sslVerifyResume: true,
  endedException: true,
  caBundleId: true,
  caBundle: { select: { name: true } },
  isConfig: true,
  status: true,
  healthCheckCode: true,
  healthCheckError: true,
  lastHealthCheck: true,
  certificateExpiresAt: true,
} satisfies Prisma.McpServerSelect;

interface Options {
  actor: Actor;
  query: Partial<ServerListQuery>;
}

/** One page of the server list: what is broken first, unless sorted otherwise. A page past the end is the last one. */
export const listServers = verb(
  { name: 'servers.list', role: 'viewer' },
  async ({ query }: Options): Promise<ServerList> => {
    const where = whereOf(query);
    const [total, counts] = await Promise.all([countOf(where), countAll()]);
    const pageCount = Math.max(1, Math.ceil(total / PAGE_SIZE));
    const page = Math.min(Math.max(1, Math.trunc(query.page ?? 1) || 1), pageCount);
    const ids = await db().$queryRaw<{ id: string }[]>`
    SELECT server_id AS id FROM mcp_servers WHERE ${where}
    ORDER BY ${orderOf(query)} LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`;
    const rows = await db().mcpServer.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, select: columns });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const items = ids.flatMap(({ id }) => byId.get(id) ?? []).map(itemOf);
    return { items, total, page, pageCount, counts };
  },
);

async function countOf(where: Prisma.Sql): Promise<number> {
  const [row] = await db().$queryRaw<
    { total: number | bigint }[]
  >`SELECT count(*) AS total FROM mcp_servers WHERE ${where}`;
  return Number(row?.total ?? 0);
}

type Row = Prisma.McpServerGetPayload<{ select: typeof columns }>;

function itemOf(stored: Row): ServerListItem {
  const row = inForce(stored);
  const bundle = row === stored ? row.caBundle : row.caBundleId && managedBundle(row.caBundleId);
  return {
    server_id: row.id,
    server_name: row.name,
    description: row.description,
    url: redactUrl(row.url, SECRET_SET),
    transport: row.transport as Transport,
    ssl_verify: wireSslVerify(row.sslVerify),
    ssl_verify_reason: row.sslVerifyReason,
    ssl_verify_until: row.sslVerifyUntil?.toISOString() ?? null,
    ssl_verify_by: row.sslVerifyBy,
    ca_bundle_id: row.caBundleId,
    ca_bundle_name: bundle ? bundle.name : null,
    is_config: row.isConfig,
    state: row.status as ServerStatus,
    health_check_code: row.healthCheckCode,
    health_check_error: row.healthCheckError,
    last_health_check: row.lastHealthCheck?.toISOString() ?? null,
    certificate_expires_at: row.certificateExpiresAt?.toISOString() ?? null,
  };
}

async function countAll(): Promise<ServerList['counts']> {
  const [groups, expiring, unverified] = await Promise.all([
    db().mcpServer.groupBy({ by: ['status'], _count: { _all: true } }),
    countOf(whereOf({ expires: 'soon' })),
    countOf(whereOf({ tls: 'unverified' })),
  ]);
  const of = (status: ServerStatus) => groups.find((group) => group.status === status)?._count._all ?? 0;
  const [healthy, degraded, failing, unknown] = [of('healthy'), of('degraded'), of('failing'), of('unknown')];
  const all = healthy + degraded + failing + unknown;
  return { all, healthy, degraded, failing, unknown, expiring, unverified };
}
