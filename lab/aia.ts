import { createServer, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { hugeBodyBytes, hugeJson } from './hostile-bodies';
import { ignore, type Listening, listen } from './listen';

export type AiaAnswer = (response: ServerResponse) => void;

/** Where the lab's certificates say that their issuer's certificate can be fetched: plain HTTP, as such servers are. */
export interface Aia {
  /** Puts an answer under a path, and answers its URL. The server starts with the first. */
  publish(path: `/${string}`, answer: AiaAnswer): Promise<string>;
  /** How often a path was asked for. */
  hits(path: string): number;
  close(): Promise<void>;
}

export function createAia(port = 0): Aia {
  const answers = new Map<string, AiaAnswer>();
  const hits = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    hits.set(path, (hits.get(path) ?? 0) + 1);
    request.resume();
    response.on('error', ignore);
    (answers.get(path) ?? notFound)(response);
  });
  let listening: Promise<Listening> | undefined;
  return {
    async publish(path, answer) {
      answers.set(path, answer);
      listening ??= listen(server, port);
      return `http://127.0.0.1:${(await listening).port}${path}`;
    },
    hits: (path) => hits.get(path) ?? 0,
    async close() {
      // Where its port was taken, that is told by whoever published; there is nothing to close.
      await listening?.then((one) => one.close(), ignore);
    },
  };
}

export function body(type: string, content: Buffer | string): AiaAnswer {
  return (response) => response.writeHead(200, { 'content-type': type }).end(content);
}

export function redirectTo(location: string): AiaAnswer {
  return (response) => response.writeHead(302, { location }).end();
}

/** 1 GiB in a body that says so beforehand. */
export function hugeBody(): AiaAnswer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/pkix-cert', 'content-length': hugeBodyBytes });
    pipeline(hugeJson(), response, ignore);
  };
}

/** Not even the status line arrives. */
export function silence(): AiaAnswer {
  return ignore;
}

export const notFound: AiaAnswer = (response) => response.writeHead(404).end();
