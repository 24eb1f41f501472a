import { exportAudit } from '@/lib/audit/export';
import { handler } from '@/lib/http/handler';
import { queryOf } from '../query-of';
import { textStream } from './text-stream';

/**
 * Downloads the audit log as a file, newest first. Query: `format` (`csv` or `json`) and the filters of the list.
 * 200 `text/csv` or `application/json`, `AuditRecord[]`; 400 a parameter that cannot be read; 401, 403.
 */
export const GET = handler(async ({ request, actor }) => {
  const { signal } = request;
  const { fileName, contentType, chunks } = await exportAudit({ actor, query: queryOf(request), signal });
  return new Response(textStream(chunks), {
    headers: {
      'cache-control': 'no-store',
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
    },
  });
});
