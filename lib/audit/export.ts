import { z } from 'zod';
import type { Actor } from '../access/actor';
import { verb } from '../access/verb';
import { conditionsOf } from './conditions';
import { csvHeader, csvLine } from './csv-format';
import { type AuditRecord, type ExportFormat, exportFormats } from './dto';
import { findEntries } from './find-entries';
import { parseQuery } from './parse-query';
import { auditQuerySchema } from './query-schema';

/** As many as are in memory at a time. */
const PAGE = 500;

const exportQuerySchema = auditQuerySchema.omit({ before: true }).extend({
  format: z.enum(exportFormats, { error: exportFormats.join(' or ') }),
});

interface Options {
  actor: Actor;
  /** As a URL says it: the filters of `audit.list`, and `format`. */
  query: object;
  /** Ends the export early. */
  signal?: AbortSignal;
}

export interface AuditExport {
  fileName: string;
  contentType: string;
  /** The content, a page at a time as it is asked for. */
  chunks: AsyncIterable<string>;
}

/** The entries that match as a file, newest first. Throws AppError `bad_input`. */
export const exportAudit = verb(
  { name: 'audit.export', role: 'viewer' },
  async ({ query, signal }: Options): Promise<AuditExport> => {
    const { format, ...filter } = parseQuery(exportQuerySchema, query);
    const { contentType, write } = formats[format];
    const day = new Date().toISOString().slice(0, 10);
    return {
      fileName: `vouch-audit-${day}.${format}`,
      contentType,
      chunks: write(findEntries({ conditions: conditionsOf(filter), pageSize: PAGE, signal })),
    };
  },
);

const formats: Record<
  ExportFormat,
  { contentType: string; write: (pages: AsyncIterable<AuditRecord[]>) => AsyncIterable<string> }
> = {
  csv: { contentType: 'text/csv; charset=utf-8; header=present', write: writeCsv },
  json: { contentType: 'application/json', write: writeJson },
};

async function* writeCsv(pages: AsyncIterable<AuditRecord[]>): AsyncGenerator<string> {
  yield csvHeader;
  for await (const page of pages) yield page.map(csvLine).join('');
}

/** One array; a download that broke off is no JSON, and so cannot pass for all of it. */
async function* writeJson(pages: AsyncIterable<AuditRecord[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const page of pages) {
    yield separator + page.map((record) => JSON.stringify(record)).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
