import { Prisma } from '../db/generated/client';
import type { ServerListQuery } from './dto';

const byTls: Record<NonNullable<ServerListQuery['tls']>, Prisma.Sql> = {
  default: Prisma.sql`ssl_verify IS NULL AND ca_bundle_id IS NULL`,
  custom_ca: Prisma.sql`(ca_bundle_id IS NOT NULL OR ssl_verify NOT IN ('true', 'false'))`,
  disabled: Prisma.sql`ssl_verify = 'false' AND ca_bundle_id IS NULL`,
  verify: Prisma.sql`ssl_verify = 'true' AND ca_bundle_id IS NULL`,
};

/**
 * The part of a query that chooses rows, as SQL: Prisma's `contains` takes "%" and "_" for wildcards, and a name is
 * likely to hold "_".
 */
export function whereOf(query: Partial<ServerListQuery>): Prisma.Sql {
  const conditions = [Prisma.sql`TRUE`];
  if (query.status) conditions.push(Prisma.sql`status = ${query.status}`);
  if (query.tls) conditions.push(byTls[query.tls]);
  if (query.source) conditions.push(Prisma.sql`is_config = ${query.source === 'config'}`);
  const words = (query.search ?? '').slice(0, 200).trim().split(/\s+/).filter(Boolean);
  for (const word of words) conditions.push(matches(word));
  return Prisma.join(conditions, ' AND ');
}

// A URL is searched up to its query string: that may hold a secret, and a search would tell it letter by letter.
function matches(word: string): Prisma.Sql {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`(
    server_name LIKE ${pattern} ESCAPE '\\'
    OR alias LIKE ${pattern} ESCAPE '\\'
    OR description LIKE ${pattern} ESCAPE '\\'
    OR substr(url, 1, instr(url || '?', '?') - 1) LIKE ${pattern} ESCAPE '\\'
  )`;
}
