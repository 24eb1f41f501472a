import { removeKey } from '@/lib/api-keys/remove';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

interface Params {
  keyId: string;
}

/**
 * Revokes an API key.
 * 200 `{ key_id }`; 401, 403, 404.
 */
export const DELETE = handler<Params>(async ({ params, actor }) => json(await removeKey({ actor, id: params.keyId })));
