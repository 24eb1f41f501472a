import { Prisma } from '../db/generated/client';
import type { AuditQuery } from './query-schema';

/**
 * What a query asks of an entry, as SQL: Prisma's `contains` takes "%" and "_" for wildcards. None for the whole log.
 * `before` is a place in the log, and not among them.
 */
export function conditionsOf(query: AuditQuery): Prisma.Sql[] {
  const { search = [], actor, action, outcome, subject, from, to } = query;
  const conditions: Prisma.Sql[] = [];
  if (action) conditions.push(Prisma.sql`action = ${action}`);
  if (outcome) conditions.push(Prisma.sql`outcome = ${outcome}`);
  if (subject) conditions.push(Prisma.sql`subject_id = ${subject}`);
  if (from) conditions.push(Prisma.sql`at >= ${from}`);
  if (to) conditions.push(Prisma.sql`at < ${to}`);
  if (actor) conditions.push(Prisma.sql`(actor_id = ${actor} OR ${like('actor_name', actor)})`);
  for (const word of search) {
    conditions.push(
      Prisma.sql`(${Prisma.join(
        searched.map((column) => like(column, word)),
        ' OR ',
      )})`,
    );
  }
  return conditions;
}

const searched = ['actor_name', 'address', 'action', 'subject_type', 'subject_id', 'subject_name', 'detail'] as const;

function like(column: (typeof searched)[number], part: string): Prisma.Sql {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`${Prisma.raw(column)} LIKE ${pattern} ESCAPE '\\'`;
}
