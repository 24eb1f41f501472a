import type { TlsOptions } from 'node:tls';
import { daysFromNow, generateKeys } from '../certificates';
import type { Pki } from '../pki';
import {
  allButStrict,
  authority,
  chainWith,
  everyone,
  lax,
  leaf,
  level1,
  nobody,
  scenario,
  send,
  type TlsScenario,
} from './scenario';

export const basicScenarios: TlsScenario[] = [
  scenario({
    name: 'good-direct',
    title: 'Nothing: the leaf comes directly from the private root',
    accepts: everyone,
    build: async ({ root }) => send([await leaf({ issuer: root })]),
  }),
  scenario({
    name: 'good-intermediate',
    title: 'Nothing: leaf and intermediate are sent',
    accepts: everyone,
    build: ({ intermediate }) => chainWith(intermediate),
  }),
  scenario({
    name: 'missing-intermediate',
    title: 'The server sends its leaf without the intermediate that issued it',
    accepts: nobody,
    findings: ['missing_intermediate'],
    connectsWith: 'root-and-intermediate',
    build: async ({ intermediate }) => send([await leaf({ issuer: intermediate })]),
  }),
  scenario({
    name: 'unknown-ca',
    title: 'The certificate comes from another authority',
    accepts: nobody,
    findings: ['unknown_ca'],
    connectsWith: 'other-root',
    build: async ({ otherRoot }) => send([await leaf({ issuer: otherRoot })]),
  }),
  scenario({
    name: 'self-signed',
    title: 'The certificate is signed with its own key',
    accepts: nobody,
    findings: ['self_signed_certificate'],
    connectsWith: 'self-signed',
    build: async ({ selfSigned }) => send([selfSigned]),
  }),
  scenario({
    name: 'expired',
    title: 'The certificate expired ten days ago',
    accepts: nobody,
    findings: ['certificate_expired'],
    build: ({ intermediate }) => chainWith(intermediate, { notBefore: daysFromNow(-100), notAfter: daysFromNow(-10) }),
  }),
  scenario({
    name: 'expired-intermediate',
    title: 'The intermediate expired a month ago, the leaf is current',
    accepts: nobody,
    findings: ['certificate_expired'],
    build: async ({ root }) =>
      chainWith(
        await authority('Lab Issuing CA 0', {
          issuer: root,
          notBefore: daysFromNow(-400),
          notAfter: daysFromNow(-30),
        }),
      ),
  }),
  scenario({
    name: 'not-yet-valid',
    title: 'The certificate becomes valid in ten days',
    accepts: nobody,
    findings: ['certificate_not_yet_valid'],
    build: ({ intermediate }) => chainWith(intermediate, { notBefore: daysFromNow(10) }),
  }),
  scenario({
    name: 'wrong-host',
    title: 'The certificate is for other.example',
    accepts: nobody,
    findings: ['hostname_mismatch'],
    build: ({ intermediate }) =>
      chainWith(intermediate, { subject: 'CN=other.example,O=Vouch Lab', dns: ['other.example'] }),
  }),
  scenario({
    name: 'no-aki',
    title: 'The leaf has no authority key identifier, which Python 3.13 and other strict clients refuse',
    accepts: allButStrict,
    findings: ['missing_authority_key_identifier'],
    build: ({ intermediate }) => chainWith(intermediate, { authorityKeyId: 'omit' }),
  }),
  scenario({
    name: 'same-name-root',
    title: 'The issuer has the name of the trusted root but another key',
    accepts: nobody,
    findings: ['signature_mismatch'],
    connectsWith: 'own',
    build: async () => {
      const namesake = await authority('Lab Root CA');
      return send([await leaf({ issuer: namesake })], { repair: namesake.pem });
    },
  }),
  scenario({
    name: 'root-sent',
    title: 'The server needlessly sends its root too',
    accepts: everyone,
    findings: ['root_sent'],
    build: async ({ root, intermediate }) => send([await leaf({ issuer: intermediate }), intermediate, root]),
  }),
  scenario({
    name: 'out-of-order',
    title: 'Two intermediates are sent in the wrong order',
    accepts: everyone,
    findings: ['chain_out_of_order'],
    build: async ({ intermediate }) => {
      const lower = await authority('Lab Issuing CA 2', { issuer: intermediate });
      return send([await leaf({ issuer: lower }), intermediate, lower]);
    },
  }),
  scenario({
    name: 'client-auth-only',
    title: 'The extended key usage allows clients only',
    accepts: nobody,
    findings: ['wrong_key_usage'],
    build: ({ intermediate }) => chainWith(intermediate, { extendedKeyUsage: ['clientAuth'] }),
  }),
  scenario({
    name: 'tls-1-1',
    title: 'The server speaks nothing newer than TLS 1.1',
    accepts: nobody,
    findings: ['tls_version_unsupported'],
    build: ({ intermediate }) =>
      chainWith(intermediate, {}, { tls: { ...lax, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } }),
  }),
  scenario({
    name: 'client-certificate',
    title: 'The server requires a client certificate (TLS 1.3: shown after the handshake)',
    accepts: everyone,
    findings: ['client_certificate_required'],
    connects: false,
    build: (pki) => chainWith(pki.intermediate, {}, { tls: { ...mutual(pki), minVersion: 'TLSv1.3' } }),
  }),
  scenario({
    name: 'client-certificate-1-2',
    title: 'The server requires a client certificate (TLS 1.2: the handshake fails)',
    accepts: everyone,
    findings: ['client_certificate_required'],
    connects: false,
    build: (pki) => chainWith(pki.intermediate, {}, { tls: { ...mutual(pki), maxVersion: 'TLSv1.2' } }),
  }),
  scenario({
    name: 'plain-http',
    title: 'Plain HTTP on the port of the https URL',
    accepts: nobody,
    findings: ['not_tls'],
    build: ({ intermediate }) => chainWith(intermediate, {}, { plain: true }),
  }),
  scenario({
    name: 'tls-1-2',
    title: 'Nothing: the server speaks TLS 1.2 at most',
    accepts: everyone,
    build: ({ intermediate }) => chainWith(intermediate, {}, { tls: { maxVersion: 'TLSv1.2' } }),
  }),
  scenario({
    name: 'weak-key',
    title: 'The leaf has an RSA key of 1024 bits',
    accepts: level1,
    findings: ['weak_key'],
    connectsWith: 'root',
    build: async ({ intermediate }) => chainWith(intermediate, { keys: await generateKeys('rsa-1024') }, { tls: lax }),
  }),
];

function mutual({ root }: Pki): TlsOptions {
  return { requestCert: true, rejectUnauthorized: true, ca: root.pem };
}
