import { createBundle } from '@/lib/bundles/create';
import { listBundles } from '@/lib/bundles/list';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Lists every managed bundle, without its certificates.
 * 200 `BundleListItem[]`; 401, 403.
 */
export const GET = handler(async ({ actor }) => json(await listBundles({ actor })));

/**
 * Makes a managed bundle. Body: `name`, `notes`, one of `pem`, `content_base64` and `path`, `confirmed`.
 * 201 `BundleRecord & { warnings: string[] }`; 400 not JSON, name taken; 401, 403, 413, 415; 422 a refused field, what
 * is no certificate included; 503 when the file cannot be written.
 */
export const POST = handler(async ({ request, actor }) => {
  const { record, warnings } = await createBundle({ actor, input: await readJson(request) });
  return json({ ...record, warnings }, 201);
});
