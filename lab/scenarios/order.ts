import { generateKeys } from '../certificates';
import { caIssuers, crlAt, policies, unknownExtension } from '../extra-extensions';
import type { Pki } from '../pki';
import { authority, chainWith, elsewhere, everyone, leaf, nobody, scenario, send, type TlsScenario } from './scenario';

/** What is sent, how much of it, and in which order. */
export const orderScenarios: TlsScenario[] = [
  scenario({
    name: 'chain-of-4',
    title: 'Nothing: leaf and three intermediates are sent',
    accepts: everyone,
    build: async (pki) => {
      const { first, second, third } = await threeLevels(pki);
      return send([await leaf({ issuer: third }), third, second, first]);
    },
  }),
  scenario({
    name: 'chain-of-4-reversed',
    title: 'Leaf and three intermediates are sent, the intermediates from the root down',
    accepts: everyone,
    findings: ['chain_out_of_order'],
    build: async (pki) => {
      const { first, second, third } = await threeLevels(pki);
      return send([await leaf({ issuer: third }), first, second, third]);
    },
  }),
  scenario({
    name: 'missing-middle',
    title: 'Of three intermediates the server does not send the middle one',
    accepts: nobody,
    findings: ['missing_intermediate'],
    connectsWith: 'own',
    build: async (pki) => {
      const { first, second, third } = await threeLevels(pki);
      return send([await leaf({ issuer: third }), third, first], { repair: pki.root.pem + first.pem + second.pem });
    },
  }),
  scenario({
    name: 'duplicates',
    title: 'Nothing: the server sends its intermediate twice',
    accepts: everyone,
    build: async ({ intermediate }) => send([await leaf({ issuer: intermediate }), intermediate, intermediate]),
  }),
  scenario({
    name: 'unrelated-last',
    title: 'Nothing: after its chain the server sends an intermediate of another authority',
    accepts: everyone,
    build: async ({ intermediate, otherRoot }) =>
      send([await leaf({ issuer: intermediate }), intermediate, await elsewhere(otherRoot)]),
  }),
  scenario({
    name: 'unrelated-between',
    title: 'Between leaf and intermediate the server sends an intermediate of another authority',
    accepts: everyone,
    findings: ['chain_out_of_order'],
    build: async ({ intermediate, otherRoot }) =>
      send([await leaf({ issuer: intermediate }), await elsewhere(otherRoot), intermediate]),
  }),
  scenario({
    name: 'unrelated-only',
    title: 'In place of its intermediate the server sends one of another authority',
    accepts: nobody,
    findings: ['missing_intermediate'],
    connectsWith: 'root-and-intermediate',
    build: async ({ intermediate, otherRoot }) =>
      send([await leaf({ issuer: intermediate }), await elsewhere(otherRoot)]),
  }),
  scenario({
    name: 'cross-signed-useful-first',
    title: 'A CA certified by two roots; the certificate of the trusted one is sent first',
    accepts: everyone,
    findings: ['cross_signed'],
    build: async (pki) => {
      const { trusted, other } = await crossSigned(pki);
      return send([await leaf({ issuer: trusted }), trusted, other]);
    },
  }),
  scenario({
    name: 'cross-signed-useless-first',
    title: 'A CA certified by two roots; the certificate of the unknown one is sent first',
    accepts: nobody,
    findings: ['unknown_ca', 'cross_signed'],
    connectsWith: 'own',
    build: async (pki) => {
      const { trusted, other } = await crossSigned(pki);
      const repair = pki.root.pem + pki.otherRoot.pem;
      return send([await leaf({ issuer: trusted }), other, trusted], { repair });
    },
  }),
  scenario({
    name: 'public-like',
    title: 'Nothing: an RSA chain with all that a public CA puts into it',
    accepts: everyone,
    build: async ({ root, intermediate }, aia) => {
      const issuerUrl = await aia.publish('/public-like', (response) =>
        response.writeHead(200, { 'content-type': 'application/pkix-cert' }).end(Buffer.from(root.certificate.rawData)),
      );
      const common = [policies('2.23.140.1.2.1'), caIssuers(issuerUrl), crlAt('http://crl.lab.example/1.crl')];
      const issuing = await authority('Lab TLS RSA CA G1', {
        issuer: root,
        keys: await generateKeys('rsa-2048'),
        pathLength: 0,
        keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'],
        extendedKeyUsage: ['serverAuth', 'clientAuth'],
        extraExtensions: common,
        notAfter: intermediate.certificate.notAfter,
      });
      return chainWith(issuing, {
        keys: await generateKeys('rsa-2048'),
        subject: 'CN=localhost',
        extendedKeyUsage: ['serverAuth', 'clientAuth'],
        extraExtensions: [...common, unknownExtension(false)],
      });
    },
  }),
];

async function threeLevels({ root }: Pki) {
  const first = await authority('Lab Policy CA 1', { issuer: root, pathLength: 2 });
  const second = await authority('Lab Regional CA 1', { issuer: first, pathLength: 1 });
  const third = await authority('Lab Issuing CA 5', { issuer: second, pathLength: 0 });
  return { first, second, third };
}

/** One CA, with one name and one key, certified by the trusted root and by one that nobody knows. */
async function crossSigned({ root, otherRoot }: Pki) {
  const keys = await generateKeys();
  const trusted = await authority('Lab Shared CA', { issuer: root, keys });
  const other = await authority('Lab Shared CA', { issuer: otherRoot, keys });
  return { trusted, other };
}
