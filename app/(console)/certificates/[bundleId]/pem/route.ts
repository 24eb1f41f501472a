import { getBundle } from '@/lib/bundles/get';
import { pemFileName } from '@/lib/bundles/pem-file-name';
import { handler } from '@/lib/http/handler';

/** The bundle as a PEM file, for who may open its page. */
export const GET = handler<{ bundleId: string }>(async ({ params, actor }) => {
  const { name, pem } = await getBundle({ actor, id: params.bundleId });
  return new Response(pem, {
    headers: {
      'content-type': 'application/x-pem-file',
      'content-disposition': `attachment; filename="${pemFileName(name)}"`,
      'cache-control': 'no-store',
    },
  });
});
