import { listSessions } from '@/lib/accounts/list-sessions';
import { signOutEverywhere } from '@/lib/accounts/sign-out-everywhere';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Lists the sessions of the person who asks.
 * 200 `SessionRecord[]`; 401; 403 for a key.
 */
export const GET = handler(async ({ actor }) => json(await listSessions({ actor })));

/**
 * Signs the person who asks out everywhere, here too.
 * 200 `{ ended: number }`; 401; 403 for a key.
 */
export const DELETE = handler(async ({ actor }) => json(await signOutEverywhere({ actor })));
