import { resetPassword } from '@/lib/accounts/reset-password';
import { handler } from '@/lib/http/handler';
import { json } from '@/lib/http/respond';

/**
 * Gives a person a temporary password and ends their sessions.
 * 201 `{ temporary_password: string }`, answered this once; 401, 403, 404.
 */
export const POST = handler<{ userId: string }>(async ({ params, actor }) =>
  json(await resetPassword({ actor, id: params.userId }), 201),
);
