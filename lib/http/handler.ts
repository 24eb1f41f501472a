import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor';
import { admit } from '../access/admit';
import type { Door } from '../access/door';
import { isHttps } from '../access/secure';
import { contentSecurityPolicy, setSecurityHeaders } from '../access/security-headers';
import { AppError } from '../errors';
import { log } from '../log';
import { errorResponse, json } from './respond';

interface RouteContext<P> {
  request: Request;
  params: P;
}

type Run<C> = (context: C) => Promise<Response>;
type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/**
 * Wraps a REST operation: access, errors, request id, headers. The proxy has checked access already; a route that it
 * does not cover must not be open for that.
 */
export function handler<P = Record<string, never>>(run: Run<RouteContext<P> & { actor: Actor }>): Route<P> {
  return wrapped('rest', ({ actor, ...context }) => {
    if (!actor) throw new AppError('unauthorized', 'sign in first');
    return run({ ...context, actor });
  });
}

/** Wraps an operation of those who are nobody yet, or that tells nothing. */
export function openHandler<P = Record<string, never>>(door: 'entry' | 'health', run: Run<RouteContext<P>>): Route<P> {
  return wrapped(door, run);
}

function wrapped<P>(door: Door, run: Run<RouteContext<P> & { actor: Actor | null }>): Route<P> {
  return async (request, { params }) => {
    const requestId = randomUUID();
    const response = await answered(requestId, request, async () => {
      const admission = await admit(door, request);
      return admission.isAdmitted ? run({ request, params: await params, actor: admission.actor }) : refusal(admission);
    });
    response.headers.set('x-request-id', requestId);
    setSecurityHeaders(response.headers, contentSecurityPolicy('rest', ''), isHttps(request.headers));
    return response;
  };
}

async function answered(requestId: string, request: Request, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
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
