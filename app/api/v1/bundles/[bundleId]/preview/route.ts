import { previewReplacement } from '@/lib/bundles/preview';
import { handler } from '@/lib/http/handler';
import { readJson } from '@/lib/http/read-json';
import { json } from '@/lib/http/respond';

/**
 * Tests every server that uses a bundle against other certificates; saves nothing. Body: one of `pem`, `content_base64`
 * and `path`.
 * 200 `ReplacementPreview`; 400, 401, 403, 404, 413, 415, 422. Leaving stops the tests.
 */
export const POST = handler<{ bundleId: string }>(async ({ request, params, actor }) => {
  const input = await readJson(request);
  return json(await previewReplacement({ actor, id: params.bundleId, input, signal: request.signal }));
});
