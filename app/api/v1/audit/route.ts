import { listAudit } from '@/lib/audit/list';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';
import { queryOf } from './query-of';

/**
 * A page of the audit log, newest first. Query: `search`, `actor`, `action`, `outcome`, `subject`, `from`, `to`, `before`.
 * 200 `AuditPage`; 400 a parameter that cannot be read; 401, 403.
 */
export const GET = handler(async ({ request, actor }) => json(await listAudit({ actor, query: queryOf(request) })));
