import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { conditionsOf } from './conditions';
import { type AuditPage, PAGE_SIZE } from './dto';
import { countEntries, findEntries } from './find-entries';
import { parseQuery } from './parse-query';
import { auditQuerySchema } from './query-schema';

interface Options {
  actor: Actor;
  /** As a URL says it, see `auditQuerySchema`. */
  query?: object;
}

/** A page of the audit log, newest first. Throws AppError `bad_input`. */
export const listAudit = verb(
  { name: 'audit.list', role: 'viewer' },
  async ({ query = {} }: Options): Promise<AuditPage> => {
    const { before, ...filter } = parseQuery(auditQuerySchema, query);
    const conditions = conditionsOf(filter);
    // One more than is shown tells whether there is a next page.
    const [{ value: found = [] }, total] = await Promise.all([
      findEntries({ conditions, before, pageSize: PAGE_SIZE + 1 }).next(),
      countEntries(conditions),
    ]);
    const entries = found.slice(0, PAGE_SIZE);
    return { entries, total, next_before: found.length > PAGE_SIZE ? (entries.at(-1)?.seq ?? null) : null };
  },
);
