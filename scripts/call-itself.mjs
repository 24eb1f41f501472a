import { Agent } from 'undici';

/**
 * Tells Next where it finds itself: for some server actions it calls another page of Vouch by `fetch`. Such a call goes to
 * `origin` whatever the egress rules say of it, which hold for all other calls; it leaves nothing that the inner door does
 * not check.
 */
export function callItself(origin) {
  // `next start` sets it for the same end.
  process.env.__NEXT_PRIVATE_ORIGIN = origin;
  const dispatcher = new Agent();
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    originOf(input) === origin ? fetch(input, { ...init, dispatcher }) : fetch(input, init);
}

function originOf(input) {
  const url = input instanceof Request ? input.url : String(input);
  return URL.canParse(url) ? new URL(url).origin : null;
}
