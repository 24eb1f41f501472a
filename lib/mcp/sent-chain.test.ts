import { connect, createServer, type SecureVersion } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate, pemChain } from '../../lab/certificates';
import { listen } from '../../lab/listen';
import { createPki, type Pki } from '../../lab/pki';
import { observeTls } from './connector';
import type { TlsObservation } from './observer';

let pki: Pki;
let leaf: Issued;
beforeAll(async () => {
  pki = await createPki();
  leaf = await issueCertificate({ subject: 'CN=localhost', issuer: pki.intermediate });
});

async function observe(chain: Issued[], maxVersion: SecureVersion, ca?: string): Promise<TlsObservation> {
  const server = createServer({ key: chain[0]?.keyPem, cert: pemChain(...chain), maxVersion, ca: pki.otherRoot.pem });
  const { port, close } = await listen(server);
  const observation = await new Promise<TlsObservation>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca, rejectUnauthorized: false }, () => {
      resolve(observeTls(socket));
      socket.destroy();
    });
    socket.on('error', reject);
  });
  await close();
  return observation;
}

const prints = (chain: Issued[]) => chain.map(({ certificate }) => Buffer.from(certificate.rawData).toString('hex'));

/** Node documents neither that `issuerCertificate` follows the wire nor how it ends. */
describe.each(['TLSv1.2', 'TLSv1.3'] as const)('the chain that a server sends under %s', (version) => {
  it.each([
    ['leaf alone', () => [leaf]],
    ['in order', () => [leaf, pki.intermediate]],
    ['with its root', () => [leaf, pki.intermediate, pki.root]],
    ['out of order', () => [leaf, pki.root, pki.intermediate]],
    ['with strangers', () => [leaf, pki.otherRoot, pki.intermediate, pki.selfSigned]],
    ['with duplicates', () => [leaf, pki.intermediate, pki.intermediate, pki.root, pki.root, leaf]],
    ['self-signed', () => [pki.selfSigned]],
  ])('is seen as it was sent: %s', async (_title, chain) => {
    for (const ca of [undefined, pki.root.pem]) {
      const observation = await observe(chain(), version, ca);
      expect(observation.protocol).toBe(version);
      expect(observation.chain.map((one) => one.raw.toString('hex'))).toEqual(prints(chain()));
    }
  });

  it('is seen up to the hundredth certificate', async () => {
    const { chain } = await observe([leaf, ...Array.from({ length: 150 }, () => pki.root)], version);
    expect(chain).toHaveLength(100);
  });

  it('comes with what verification says of it', async () => {
    const refused = await observe([leaf, pki.intermediate], version, pki.otherRoot.pem);
    expect(refused).toMatchObject({ authorized: false, authorizationError: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    const accepted = await observe([leaf, pki.intermediate], version, pki.root.pem);
    expect(accepted).toMatchObject({ authorized: true, authorizationError: null });
    expect(accepted.cipher).toMatch(/^TLS_/);
  });
});
