import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { connect, createSecureContext } from 'node:tls';
import { expect, it } from 'vitest';
import { generateKeys, type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { listen } from '../../lab/listen';
import { issuerCircle, selfSignedFirst } from './issuer-circle';

const keys = [await generateKeys(), await generateKeys()] as const;
const ca = (name: string, own: 0 | 1, issuer?: Issued) =>
  issueCertificate({ subject: `CN=${name}`, isCa: true, keys: keys[own], issuer });
const first = await ca('First', 0);
const second = await ca('Second', 1);
const firstBySecond = await ca('First', 0, second);
const secondByFirst = await ca('Second', 1, first);
const read = (...issued: Issued[]) => issued.map(({ pem }) => new X509Certificate(pem));

it('finds two CAs that certify each other, and none where one of them signed itself too', () => {
  const names = (circle: ReturnType<typeof issuerCircle>) => circle?.map(({ subject }) => subject).toSorted();
  expect(names(issuerCircle(read(firstBySecond, secondByFirst)))).toEqual(['CN=First', 'CN=Second']);
  expect(issuerCircle(read(firstBySecond, secondByFirst, first))).toBeNull();
  expect(issuerCircle(read(firstBySecond, second))).toBeNull();
  expect(issuerCircle(read(first, second))).toBeNull();
  expect(issuerCircle([])).toBeNull();
});

it('lets Node come to an end where it finds no circle, in whatever order the bundle is', async () => {
  const leaf = await issueCertificate({ subject: 'CN=localhost', issuer: first });
  const server = await listen(createServer({ key: leaf.keyPem, cert: pemChain(leaf, firstBySecond) }));
  try {
    for (const bundle of [
      [firstBySecond, secondByFirst, first, second],
      [first, secondByFirst, firstBySecond],
    ]) {
      expect(issuerCircle(read(...bundle))).toBeNull();
      const ca = selfSignedFirst(read(...bundle)).map(String);
      const secureContext = createSecureContext({ ca, allowPartialTrustChain: true });
      const authorized = await new Promise((resolve, reject) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', servername: 'localhost', secureContext });
        socket.once('secureConnect', () => socket.destroy() && resolve(socket.authorized)).once('error', reject);
      });
      expect(authorized).toBe(true);
    }
  } finally {
    await server.close();
  }
});
