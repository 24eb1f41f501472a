import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import { body, createAia } from '../lab/aia';
import { generateKeys, issueCertificate } from '../lab/certificates';
import { caIssuers } from '../lab/extra-extensions';
import { ignore, listen } from '../lab/listen';

/** A TLS server that forgets its intermediate, which can be fetched from where the leaf says. */
export interface FailingServer {
  url: string;
  port: number;
  rootPath: string;
  /** Another certificate of the same form, which nobody has seen before. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export async function startFailingServer(): Promise<FailingServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vouch-bench-'));
  const rootPath = path.join(folder, 'root.pem');
  const root = await issueCertificate({ subject: 'CN=Bench Root,O=Bench', isCa: true });
  const intermediate = await issueCertificate({ subject: 'CN=Bench Issuing,O=Bench', isCa: true, issuer: root });
  await writeFile(rootPath, root.pem);
  const aia = createAia();
  const url = await aia.publish('/issuing.cer', body('application/pkix-cert', intermediate.pem));
  const keys = await generateKeys();
  const server = createServer((socket) => socket.on('error', ignore).resume());
  server.on('tlsClientError', ignore);
  const renew = async () => {
    const leaf = { subject: 'CN=bench', issuer: intermediate, keys, extraExtensions: [caIssuers(url)] };
    const { pem, keyPem } = await issueCertificate(leaf);
    server.setSecureContext({ cert: pem, key: keyPem });
  };
  await renew();
  const { port, close } = await listen(server);
  return {
    url: `https://127.0.0.1:${port}/mcp`,
    port,
    rootPath,
    renew,
    async close() {
      await Promise.all([close(), aia.close(), rm(folder, { recursive: true })]);
    },
  };
}
