import { getBundle } from '@/lib/bundles/get';
import { removeBundle } from '@/lib/bundles/remove';
import { replaceBundle } from '@/lib/bundles/replace';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

interface Params {
  bundleId: string;
}

/**
 * One managed bundle with its certificates and the servers that use it.
 * 200 `BundleRecord`; 401, 403, 404.
 */
export const GET = handler<Params>(async ({ params, actor }) => json(await getBundle({ actor, id: params.bundleId })));

/**
 * Changes a bundle. Body: the fields to change; omitted fields stay, the certificates too.
 * 200 `BundleRecord & { warnings: string[] }`; 400 not JSON, name taken; 401, 403, 404, 413, 415, 422, 503.
 */
export const PUT = handler<Params>(async ({ request, params, actor }) => {
  const input = await readJson(request);
  const { record, warnings } = await replaceBundle({ actor, id: params.bundleId, input });
  return json({ ...record, warnings });
});

/**
 * Deletes a bundle.
 * 200 `{ bundle_id }`; 400 while servers use it, which are named; 401, 403, 404.
 */
export const DELETE = handler<Params>(async ({ params, actor }) => {
  return json(await removeBundle({ actor, id: params.bundleId }));
});
