/**
 * The address a request came from. The process that listens sets `X-Forwarded-For` to exactly one address, and takes it
 * from a proxy's header only when that proxy is trusted (scripts/front-door.mjs).
 */
export function addressOf(headers: Headers): string | null {
  return headers.get('x-forwarded-for')?.split(',')[0]?.trim() || null;
}
