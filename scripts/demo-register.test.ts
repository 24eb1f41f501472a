import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as bundle from '@/app/api/v1/bundles/[bundleId]/route';
import * as bundles from '@/app/api/v1/bundles/route';
import * as server from '@/app/v1/mcp/server/[serverId]/route';
import * as health from '@/app/v1/mcp/server/health/route';
import * as servers from '@/app/v1/mcp/server/route';
import { type Listening, listen } from '@/lab/listen';
import { type Lab, startLab } from '@/lab/start';
import { db } from '@/lib/db/client';
import { checkAll, registerDemo } from './demo-register';
import { demoId } from './demo-servers';

// biome-ignore lint/suspicious/noExplicitAny: each route has parameters of its own
type Operation = (request: Request, context: { params: Promise<any> }) => Promise<Response>;
const routes: [RegExp, object][] = [
  [/^\/api\/v1\/bundles$/, bundles],
  [/^\/api\/v1\/bundles\/(?<bundleId>[^/]+)$/, bundle],
  [/^\/v1\/mcp\/server$/, servers],
  [/^\/v1\/mcp\/server\/health$/, health],
  [/^\/v1\/mcp\/server\/(?<serverId>[^/]+)$/, server],
];

/** The REST operations on a socket, without a build. */
const rest = createServer(async (incoming, outgoing) => {
  const { url = '/', method = 'GET', headers } = incoming;
  const [pattern, route] = routes.find(([one]) => one.test(url)) ?? [/^/, {}];
  const operation = (route as Record<string, Operation>)[method] ?? (async () => new Response(null, { status: 404 }));
  const body = method === 'GET' || method === 'DELETE' ? undefined : await text(incoming);
  const request = new Request(`http://${headers.host}${url}`, { method, headers: headers as HeadersInit, body });
  const response = await operation(request, { params: Promise.resolve({ ...pattern.exec(url)?.groups }) });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
});

let lab: Lab;
let listening: Listening;
let vouch: { url: string; key: string };
beforeAll(async () => {
  lab = await startLab({
    only: ['good-intermediate', 'public-like', 'legacy-http', 'self-signed', 'no-aki', 'strict-no-ski-root'],
  });
  listening = await listen(rest);
  vouch = { url: `http://127.0.0.1:${listening.port}`, key: 'the-key-of-the-demo' };
  process.env.VOUCH_MASTER_KEY = vouch.key;
});
afterAll(async () => {
  await listening.close();
  await lab.close();
});

it('registers each lab server and each choice of trust, once, however often it runs', async () => {
  const ids = await registerDemo(vouch, lab);
  expect(ids).toHaveLength(10);
  await db().mcpServer.update({ where: { id: demoId('no-aki') }, data: { id: demoId('of-an-earlier-lab') } });
  expect(await registerDemo(vouch, lab)).toEqual(ids);
  const rows = await db().mcpServer.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ id }) => id)).toEqual(ids.toSorted());
  const trustOf = (name: string) => {
    const row = rows.find(({ id }) => id === demoId(name));
    return [row?.sslVerify, row?.caBundleId, row?.sslVerifyReason];
  };
  const [managed] = await db().caBundle.findMany();
  expect(trustOf('by-bundle')).toEqual([null, managed?.id, null]);
  expect(trustOf('by-default')).toEqual([null, null, null]);
  expect(trustOf('unverified')).toEqual(['false', null, expect.any(String)]);
  expect(trustOf('strict-no-ski-root')).toEqual([lab.server('strict-no-ski-root').caPath, null, null]);
});

it('checks them all and counts what came of it', async () => {
  await registerDemo(vouch, lab);
  const counts = await checkAll(vouch);
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  const { status } = await db().mcpServer.findUniqueOrThrow({ where: { id: demoId('by-bundle') } });
  expect(status).toBe('healthy');
});

it('says what Vouch answered when it refuses', async () => {
  const refusing = await listen(createServer((_request, response) => response.writeHead(403).end('no key')));
  await expect(registerDemo({ ...vouch, url: `http://127.0.0.1:${refusing.port}` }, lab)).rejects.toThrow(
    'Vouch answered 403 to GET /api/v1/bundles: no key',
  );
  await refusing.close();
});
