import { getBundle } from '@/lib/bundles/get';
import { pemFileName } from '@/lib/bundles/pem-file-name';
import { handler } from '@/lib/http/handler';

/**
 * Downloads a bundle as a PEM file.
 * 200 `application/x-pem-file`; 401, 403, 404.
 */
export const GET = handler<{ bundleId: string }>(async ({ params, actor }) => {
  const { pem, name } = await getBundle({ actor, id: params.bundleId });
  return new Response(pem, {
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/x-pem-file',
      'content-disposition': `attachment; filename="${pemFileName(name)}"`,
    },
  });
});
