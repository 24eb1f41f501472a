import { removeSession } from '@/lib/accounts/remove-session';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Ends one session of the person who asks.
 * 200 `{ session_id }`; 401; 403 for a key; 404 also for somebody else's.
 */
export const DELETE = handler<{ sessionId: string }>(async ({ params, actor }) =>
  json(await removeSession({ actor, id: params.sessionId })),
);
