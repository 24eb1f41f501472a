import { timingSafeEqual } from 'node:crypto';
import { readForwarded } from './forwarded.mjs';
import { isHost, METHODS, pathOf } from './request-line.mjs';

/** Proves to the inner door that a request comes from this very process. */
export const PASS_HEADER = 'x-vouch-pass';

/** What only Vouch and Next write, and what only the connection tells. */
const ours =
  /^(?:host|forwarded|x-real-ip|x-nonce|x-vouch-.*|x-forwarded-.*|content-security-policy(?:-report-only)?)$/;
const nextsOwn = /^(?:next-resume|x-action-forwarded|x-(?:middleware|invoke|matched|now|next|prerender)-.*)$/;

/**
 * Decides whether a request may come in, and leaves it with no header that its sender could not know better: one
 * X-Forwarded-For, -Proto and -Host (readForwarded). Answers null, or why not. `pass`: the value of PASS_HEADER; `isInner`:
 * only what carries it is let in.
 */
export function admit(request, { isTls, trusted, pass, isInner = false }) {
  const { method, rawHeaders } = request;
  if (!METHODS.includes(method)) return { status: 405, text: `The method ${method} is not answered here.` };
  if (isInner && !hasPass(rawHeaders, pass)) return { status: 403, text: 'This door is for Vouch itself.' };
  const [host, ...others] = linesOf(rawHeaders, 'host');
  if (host === undefined || others.length > 0 || !isHost(host)) {
    return { status: 400, text: 'The request needs one Host header that names a host.' };
  }
  const path = pathOf(request.url, host);
  if (path === null) return { status: 400, text: 'The request is for no path of this host.' };
  const lines = Object.fromEntries(
    ['for', 'proto', 'host'].map((name) => [name, linesOf(rawHeaders, `x-forwarded-${name}`)]),
  );
  const forwarded = readForwarded({ peer: request.socket.remoteAddress, isTls, host, lines, trusted });
  request.url = path;
  replaceHeaders(request, (name) => ours.test(name) || (!isInner && nextsOwn.test(name)), {
    // What a browser calls its own origin is compared with this name.
    host: forwarded.host,
    'x-forwarded-for': forwarded.for,
    'x-forwarded-proto': forwarded.proto,
    'x-forwarded-host': forwarded.host,
    [PASS_HEADER]: pass,
  });
  return null;
}

function hasPass(rawHeaders, pass) {
  const given = Buffer.from(linesOf(rawHeaders, PASS_HEADER).join());
  const wanted = Buffer.from(pass);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function linesOf(rawHeaders, name) {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1].toLowerCase() === name);
}

/** In each of the three views that Node gives of the headers; two of them are made from the third when first asked for. */
function replaceHeaders(request, isDropped, added) {
  const { headers, headersDistinct, rawHeaders } = request;
  for (const view of [headers, headersDistinct]) {
    for (const name of Object.keys(view)) if (isDropped(name)) delete view[name];
  }
  const kept = rawHeaders.filter((_, index) => !isDropped(rawHeaders[index - (index % 2)].toLowerCase()));
  for (const [name, value] of Object.entries(added)) {
    headers[name] = value;
    headersDistinct[name] = [value];
    kept.push(name, value);
  }
  request.rawHeaders = kept;
}
