import { Prisma } from '../db/generated/client';
import type { AuditQuery } from './query-schema';

/** What a query asks of an entry, as SQL. `before` is a place in the log, and not among it. */
export interface Conditions {
  /** On the time alone, which an index answers for the whole log. */
  time: Prisma.Sql[];
  others: Prisma.Sql[];
}

export function conditionsOf(query: AuditQuery): Conditions {
  const { search = [], actor, action, outcome, subject, from, to } = query;
  const time: Prisma.Sql[] = [];
  if (from) time.push(Prisma.sql`at >= ${from}`);
  if (to) time.push(Prisma.sql`at < ${to}`);
  const others: Prisma.Sql[] = [];
  if (action) others.push(Prisma.sql`action = ${action}`);
  if (outcome) others.push(Prisma.sql`outcome = ${outcome}`);
  if (subject) others.push(Prisma.sql`subject_id = ${subject}`);
  if (actor) others.push(Prisma.sql`(actor_id = ${actor} OR ${like('actor_name', actor)})`);
  for (const word of search) {
    others.push(
      Prisma.sql`(${Prisma.join(
        searched.map((column) => like(column, word)),
        ' OR ',
      )})`,
    );
  }
  return { time, others };
}

const searched = ['actor_name', 'address', 'action', 'subject_type', 'subject_id', 'subject_name', 'detail'] as const;

// Prisma's own `contains` takes "%" and "_" for wildcards.
function like(column: (typeof searched)[number], part: string): Prisma.Sql {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`${Prisma.raw(column)} LIKE ${pattern} ESCAPE '\\'`;
}
