import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor';
import { type Door, decideAccess } from '../access/rules';
import { contentSecurityPolicy, setSecurityHeaders } from '../access/security-headers';
import { readEnv } from '../env';
import { AppError } from '../errors';
import { log } from '../log';
import { errorResponse, json } from './respond';

interface RouteContext<P> {
  request: Request;
  params: P;
  actor: Actor;
}

/**
 * Wraps a REST operation: access, errors, request id, headers. The proxy has checked access already; a route that it
 * does not cover must not be open for that.
 */
export function handler<P = Record<string, never>>(
  run: (context: RouteContext<P>) => Promise<Response>,
  door: Door = 'rest',
) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    const requestId = randomUUID();
    const response = await answer(request, context, run, door, requestId);
    response.headers.set('x-request-id', requestId);
    setSecurityHeaders(response.headers, contentSecurityPolicy('rest', ''));
    return response;
  };
}

async function answer<P>(
  request: Request,
  context: { params: Promise<P> },
  run: (context: RouteContext<P>) => Promise<Response>,
  door: Door,
  requestId: string,
): Promise<Response> {
  try {
    const { host, masterKey } = readEnv();
    const access = decideAccess(door, request, { host, masterKey });
    if (!access.isAllowed) return refusal(access);
    return await run({ request, params: await context.params, actor: access.actor });
  } catch (error) {
    if (error instanceof AppError) return errorResponse(error);
    // The caller has left, so nobody reads this; 499 is what servers log for it.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    const { pathname } = new URL(request.url);
    log.error('request failed', { requestId, method: request.method, pathname, error });
    return json(
      { detail: { error: `something went wrong in Vouch; its log has the reason under request id ${requestId}` } },
      500,
    );
  }
}

/** The answer to a request that may not pass, for programs. */
export function refusal({
  status,
  message,
  challenge,
}: {
  status: number;
  message: string;
  challenge: string | null;
}): Response {
  const response = json({ detail: { error: message } }, status);
  if (challenge) response.headers.set('www-authenticate', challenge);
  return response;
}
