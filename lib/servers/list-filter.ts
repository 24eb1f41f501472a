import { Prisma } from '../db/generated/client';
import { EXPIRES_SOON_DAYS } from '../x509/expires-soon';
import { isDefaultUnverified } from './default-unverified';
import type { ServerListQuery } from './dto';

const DAY_MS = 86_400_000;

type TlsFilter = NonNullable<ServerListQuery['tls']>;
type Verdict = NonNullable<ServerListQuery['verdict']>;

/** By what is stored, but for exceptions. */
const byTls: Record<Exclude<TlsFilter, 'unverified' | 'disabled'>, Prisma.Sql> = {
  default: Prisma.sql`ssl_verify IS NULL AND ca_bundle_id IS NULL`,
  custom_ca: Prisma.sql`(ca_bundle_id IS NOT NULL OR ssl_verify NOT IN ('true', 'false'))`,
  verify: Prisma.sql`ssl_verify = 'true' AND ca_bundle_id IS NULL`,
};

// Stored as an exception that has ended: what counts is what the server goes back to, Default where its bundle is gone.
const resumedBundle = Prisma.sql`(
  SELECT bundle_id FROM ca_bundles WHERE bundle_id = json_extract(ssl_verify_resume, '$.ca_bundle_id'))`;
const resumedSetting = Prisma.sql`CASE WHEN json_extract(ssl_verify_resume, '$.ca_bundle_id') IS NULL
  THEN NULLIF(json_extract(ssl_verify_resume, '$.ssl_verify'), 'false') END`;
const byResumed: typeof byTls = {
  default: Prisma.sql`${resumedBundle} IS NULL AND ${resumedSetting} IS NULL`,
  custom_ca: Prisma.sql`(${resumedBundle} IS NOT NULL OR ${resumedSetting} <> 'true')`,
  verify: Prisma.sql`${resumedSetting} = 'true'`,
};

/**
 * The part of a query that chooses rows, as SQL: Prisma's `contains` takes "%" and "_" for wildcards, and a name is
 * likely to hold "_".
 */
export function whereOf(query: Partial<ServerListQuery>): Prisma.Sql {
  const conditions = [Prisma.sql`TRUE`];
  if (query.status) conditions.push(Prisma.sql`status = ${query.status}`);
  if (query.tls) conditions.push(goesBy(query.tls));
  if (query.expires) conditions.push(endsBefore(new Date(Date.now() + EXPIRES_SOON_DAYS * DAY_MS)));
  if (query.client && query.verdict) conditions.push(judged(query.client, query.verdict));
  if (query.source) conditions.push(Prisma.sql`is_config = ${query.source === 'config'}`);
  const words = (query.search ?? '').slice(0, 200).trim().split(/\s+/).filter(Boolean);
  for (const word of words) conditions.push(matches(word));
  return Prisma.join(conditions, ' AND ');
}

function goesBy(tls: TlsFilter): Prisma.Sql {
  const now = new Date();
  const off = Prisma.sql`(ssl_verify = 'false' AND (ssl_verify_until IS NULL OR ssl_verify_until > ${now}))`;
  if (tls === 'disabled') return off;
  if (tls === 'unverified') return isDefaultUnverified() ? Prisma.sql`(${off} OR ${goesBy('default')})` : off;
  return Prisma.sql`((${byTls[tls]}) OR (ssl_verify = 'false' AND ssl_verify_until <= ${now} AND ${byResumed[tls]}))`;
}

// A server without a row was not judged: nothing is known of it either.
function judged(client: string, verdict: Verdict): Prisma.Sql {
  const said = (verdicts: Prisma.Sql) => Prisma.sql`
    server_id IN (SELECT server_id FROM client_verdicts WHERE client = ${client} AND verdict IN (${verdicts}))`;
  return verdict === 'unknown' ? Prisma.sql`NOT ${said(Prisma.sql`'accept', 'reject'`)}` : said(Prisma.sql`${verdict}`);
}

function endsBefore(time: Date): Prisma.Sql {
  return Prisma.sql`certificate_expires_at < ${time}`;
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
