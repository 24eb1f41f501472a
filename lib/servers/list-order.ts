import { Prisma } from '../db/generated/client';
import type { ServerListQuery } from './dto';

/** Names are unique, so every order is total and pages do not overlap. */
export function orderOf({ sort = 'status', direction = 'asc' }: Partial<ServerListQuery>): Prisma.Sql {
  const way = direction === 'desc' ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  if (sort === 'name') return Prisma.sql`server_name ${way}`;
  if (sort === 'url') return Prisma.sql`url ${way}, server_name`;
  if (sort === 'last_check') return Prisma.sql`last_health_check IS NULL, last_health_check ${way}, server_name`;
  if (sort === 'expires') return Prisma.sql`certificate_expires_at IS NULL, certificate_expires_at ${way}, server_name`;
  return Prisma.sql`status_order ${way}, server_name`;
}
