import type { Lab } from '../lab/start';
import type { Vouch } from '../lab/vouch-process';
import { demoId, demoServers } from './demo-servers';

const requestMs = 20_000;
const checkAllMs = 300_000;

/** A Vouch, and a key that opens it. */
type Reached = Pick<Vouch, 'url' | 'key'>;

interface Listed {
  server_id: string;
}

/** Registers the lab's servers through REST, or changes those that are there. Answers their ids. */
export async function registerDemo(vouch: Reached, lab: Lab): Promise<string[]> {
  const { root, intermediate } = lab.pki;
  const bundleId = await provideBundle(vouch, 'Lab Root CA', root.pem, 'The root of the lab’s servers');
  // What the doctor finds a missing intermediate in.
  await provideBundle(
    vouch,
    'Lab, with its intermediate',
    root.pem + intermediate.pem,
    'Root and intermediate of the lab',
  );
  const servers = await demoServers(lab, bundleId);
  const wanted = new Set(servers.map((server) => server.server_id));
  const present = (await call<Listed[]>(vouch, 'GET', '/v1/mcp/server')).map((one) => one.server_id);
  // Of an earlier lab, whose ports others have now.
  for (const id of present.filter((one) => one.startsWith(demoId('')) && !wanted.has(one))) {
    await call(vouch, 'DELETE', `/v1/mcp/server/${id}`);
  }
  for (const server of servers) {
    await call(vouch, present.includes(server.server_id) ? 'PUT' : 'POST', '/v1/mcp/server', server);
  }
  return [...wanted];
}

/** Checks every server now, and counts the results by status. */
export async function checkAll(vouch: Reached): Promise<{ status: string; count: number }[]> {
  const results = await call<{ status: string }[]>(vouch, 'GET', '/v1/mcp/server/health', undefined, checkAllMs);
  const statuses = [...new Set(results.map(({ status }) => status))].sort();
  return statuses.map((status) => ({ status, count: results.filter((one) => one.status === status).length }));
}

async function provideBundle(vouch: Reached, name: string, pem: string, notes: string): Promise<string> {
  const bundles = await call<{ bundle_id: string; name: string }[]>(vouch, 'GET', '/api/v1/bundles');
  const present = bundles.find((bundle) => bundle.name === name);
  const bundle = { name, pem, notes };
  const { bundle_id } = present
    ? await call<{ bundle_id: string }>(vouch, 'PUT', `/api/v1/bundles/${present.bundle_id}`, bundle)
    : await call<{ bundle_id: string }>(vouch, 'POST', '/api/v1/bundles', bundle);
  return bundle_id;
}

async function call<Answer>(
  vouch: Reached,
  method: string,
  path: string,
  body?: unknown,
  timeoutMs = requestMs,
): Promise<Answer> {
  const response = await fetch(`${vouch.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${vouch.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Vouch answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as Answer;
}
