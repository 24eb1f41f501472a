import { createServer, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { admit } from './admit.mjs';
import { METHODS } from './request-line.mjs';

/** In milliseconds. None of them bounds how long an answer may take: connection tests stream for minutes. */
export const LIMITS = {
  /** For a TLS handshake. */
  handshakeTimeout: 20_000,
  /** From the connection, or the end of the request before, to the end of the headers. */
  headersTimeout: 20_000,
  /** To the end of the body: 1 MiB over a slow line. */
  requestTimeout: 120_000,
  /** How often both are looked at. */
  connectionsCheckingInterval: 5_000,
  /** Longer than reverse proxies keep a connection (60 s), which would otherwise send into one that is just being closed. */
  keepAliveTimeout: 65_000,
  /** Connections at once, far above what browsers of one organisation open. */
  maxConnections: 2_000,
};

const refusalHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', connection: 'close' };
const parserStatus = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/**
 * The server that listens: it hands to `handle` the requests that `admit` lets in. `tls`: certificate and key (PEM), null for
 * plain HTTP; the rest as in `admit`.
 */
export function createFrontDoor(handle, { tls = null, limits = LIMITS, ...entry }) {
  const { maxConnections, ...timeouts } = limits;
  const unfinished = new WeakMap();
  const listener = (request, response) => {
    const { socket } = request;
    // Gone before anything could be done for it.
    if (!socket.remoteAddress) return socket.destroy();
    const responses = unfinished.get(socket) ?? new Set();
    unfinished.set(socket, responses.add(response));
    response.once('close', () => {
      responses.delete(response);
      // Closed already: a connection that is kept alive would hold the exit.
      if (!server.listening) server.closeIdleConnections();
    });
    const refusal = admit(request, { isTls: tls !== null, ...entry });
    if (refusal) refuse(response, refusal);
    else void handle(request, response);
  };
  const server = tls
    ? createTlsServer({ ...timeouts, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createServer(timeouts, listener);
  server.maxConnections = maxConnections;
  server.on('connect', (_request, socket) => endWith(socket, 405));
  server.on('clientError', (error, socket) => {
    // An error of TLS has no HTTP answer; neither has one in the middle of another answer.
    const isHttp = /^(?:HPE_|ERR_HTTP_)/.test(error.code ?? '');
    const isAnswering = [...(unfinished.get(socket) ?? [])].some((response) => response.headersSent);
    if (isHttp && socket.writable && !isAnswering) endWith(socket, statusOf(error));
    else socket.destroy();
  });
  return server;
}

/** Answers the port; rejects with what `listen` says. */
export function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

function refuse(response, { status, text }) {
  const headers = { ...refusalHeaders, 'content-type': 'text/plain; charset=utf-8' };
  if (status === 405) headers.allow = METHODS.join(', ');
  response.writeHead(status, headers).end(`${text}\n`);
}

/** For what Node's parser hands over as a mere socket. */
function endWith(socket, status) {
  const headers = {
    ...refusalHeaders,
    'content-length': '0',
    ...(status === 405 ? { allow: METHODS.join(', ') } : {}),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`, () => socket.destroy());
}

/** Node's parser knows no TRACK and no method of somebody's own making. */
function statusOf({ code, rawPacket }) {
  if (code === 'HPE_INVALID_METHOD' && /^[A-Z-]+ /.test(rawPacket?.toString('latin1', 0, 40) ?? '')) return 405;
  return parserStatus[code] ?? 400;
}
