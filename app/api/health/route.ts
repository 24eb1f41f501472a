import { isReady } from '@/lib/checks/is-ready';
import { openHandler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Whether this process can serve, for probes of containers. Needs no key and says nothing else.
 * 200 `{ status: 'ok' }`; 503 `{ status: 'unavailable' }` when the database does not answer.
 */
export const GET = openHandler('health', async () =>
  (await isReady()) ? json({ status: 'ok' }) : json({ status: 'unavailable' }, 503),
);
