import { X509Certificate } from 'node:crypto';
import { libraryCertificates } from '../bundles/library-certificates';
import { db } from '../db/client';
import type { KnownCertificates } from '../diagnosis/known-certificates';
import { pemBlocks } from '../x509/pem';

/** What may complete a server's chain: the library, and what an earlier check of the same server has shown. */
export function knownCertificates(serverId: string | null): KnownCertificates {
  return async () => {
    const [library, earlier] = await Promise.all([
      libraryCertificates(),
      serverId ? earlierCertificates(serverId) : [],
    ]);
    return [
      ...library.map(({ certificate, bundle_id: id, bundle_name: name }) => ({ certificate, bundle: { id, name } })),
      ...earlier.map((certificate) => ({ certificate, bundle: null })),
    ];
  };
}

/** The chain as sent then, and the repairs that were found: they hold what the server has since stopped to send. */
async function earlierCertificates(id: string): Promise<X509Certificate[]> {
  const row = await db().mcpServer.findUnique({ where: { id }, select: { lastReport: true } });
  const report = row?.lastReport as StoredReport | null | undefined;
  const texts = [
    ...(report?.tls?.chain ?? []).map(({ pem }) => pem),
    ...(report?.repairs ?? []).flatMap((repair) => repair.bundle_pem ?? []),
  ];
  return pemBlocks(texts.join('\n')).flatMap(({ der }) => {
    try {
      return [new X509Certificate(der)];
    } catch {
      return [];
    }
  });
}

/** Of any version of Vouch: older reports lack parts. */
interface StoredReport {
  tls?: { chain?: { pem: string }[] } | null;
  repairs?: { bundle_pem?: string | null }[];
}
