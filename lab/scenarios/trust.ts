import { daysFromNow } from '../certificates';
import {
  allButStrict,
  authority,
  chainWith,
  elsewhere,
  everyone,
  leaf,
  nobody,
  scenario,
  send,
  type TlsScenario,
} from './scenario';

/** Where the path ends, and whether each certificate on it was signed by the next. */
export const trustScenarios: TlsScenario[] = [
  scenario({
    name: 'unknown-root-sent',
    title: 'The certificate comes from another authority, whose root is sent along',
    accepts: nobody,
    findings: ['unknown_ca', 'root_sent'],
    connectsWith: 'other-root',
    build: async ({ otherRoot }) => send([await leaf({ issuer: otherRoot }), otherRoot]),
  }),
  scenario({
    name: 'unknown-chain',
    title: 'The certificate comes from another authority, and its intermediate is sent',
    accepts: nobody,
    findings: ['unknown_ca'],
    connectsWith: 'other-root',
    build: async ({ otherRoot }) => chainWith(await elsewhere(otherRoot)),
  }),
  scenario({
    name: 'same-name-root-sent',
    title: 'A root with the name of the trusted one but another key is sent along',
    accepts: nobody,
    findings: ['signature_mismatch', 'root_sent'],
    connectsWith: 'own',
    build: async () => {
      const namesake = await authority('Lab Root CA');
      return send([await leaf({ issuer: namesake }), namesake], { repair: namesake.pem });
    },
  }),
  scenario({
    name: 'same-name-root-no-aki',
    title: 'The issuer has the name of the trusted root but another key, and the leaf names no key',
    accepts: nobody,
    findings: ['signature_mismatch', 'missing_authority_key_identifier'],
    connectsWith: 'own',
    build: async () => {
      const namesake = await authority('Lab Root CA');
      return send([await leaf({ issuer: namesake, authorityKeyId: 'omit' })], { repair: namesake.pem });
    },
  }),
  scenario({
    name: 'same-name-intermediate',
    title: 'The intermediate that is sent has the name of the issuer but another key',
    accepts: nobody,
    findings: ['signature_mismatch'],
    connectsWith: 'root-and-intermediate',
    build: async ({ root, intermediate }) =>
      send([await leaf({ issuer: intermediate }), await authority('Lab Issuing CA 1', { issuer: root })]),
  }),
  scenario({
    name: 'tampered-leaf',
    title: 'The leaf was changed after it was signed',
    accepts: nobody,
    findings: ['signature_mismatch'],
    build: async ({ intermediate }) => {
      const genuine = await leaf({ issuer: intermediate });
      const stranger = await authority('Lab Issuing CA 1');
      // Signed by another key, under the label of the right one.
      const tampered = await leaf({
        issuer: { ...intermediate, keys: stranger.keys },
        keys: genuine.keys,
      });
      return send([tampered, intermediate]);
    },
  }),
  scenario({
    name: 'wrong-aki-leaf',
    title: 'The leaf was signed by its issuer, but its authority key identifier names another key',
    accepts: nobody,
    findings: ['key_identifier_mismatch'],
    build: ({ intermediate }) => chainWith(intermediate, { authorityKeyId: 'wrong' }),
  }),
  scenario({
    name: 'wrong-aki-intermediate',
    title: 'The intermediate was signed by its root, but its authority key identifier names another key',
    accepts: nobody,
    findings: ['key_identifier_mismatch'],
    build: async ({ root }) =>
      chainWith(await authority('Lab Odd Issuing CA', { issuer: root, authorityKeyId: 'wrong' })),
  }),
  scenario({
    name: 'self-signed-ca',
    title: 'The certificate is signed with its own key, and says that it is a CA',
    accepts: nobody,
    findings: ['self_signed_certificate'],
    connectsWith: 'own',
    build: async () => {
      const own = await leaf({
        isCa: true,
        keyUsage: ['digitalSignature', 'keyCertSign'],
        dns: ['localhost'],
        ip: ['127.0.0.1'],
      });
      return send([own], { repair: own.pem });
    },
  }),
  scenario({
    name: 'self-signed-no-aki',
    title: 'The certificate is signed with its own key, and has no key identifiers',
    accepts: nobody,
    findings: ['self_signed_certificate'],
    connectsWith: 'own',
    build: async () => {
      const own = await leaf({ authorityKeyId: 'omit', subjectKeyId: 'omit' });
      return send([own], { repair: own.pem });
    },
  }),
  scenario({
    name: 'self-signed-trusted',
    title: 'Nothing: the certificate is signed with its own key, and it is the one that is trusted',
    accepts: everyone,
    build: async () => {
      const own = await leaf({});
      return send([own], { trust: own.pem });
    },
  }),
  scenario({
    name: 'expired-root',
    title: 'The trusted root expired a month ago',
    accepts: nobody,
    findings: ['certificate_expired'],
    build: async () => {
      const root = await authority('Lab Old Root CA', { notBefore: daysFromNow(-4000), notAfter: daysFromNow(-30) });
      return send([await leaf({ issuer: root })], { trust: root.pem });
    },
  }),
  scenario({
    name: 'expires-soon',
    title: 'The certificate expires in ten days',
    accepts: everyone,
    findings: ['expires_soon'],
    build: ({ intermediate }) => chainWith(intermediate, { notAfter: daysFromNow(10) }),
  }),
  scenario({
    name: 'intermediate-trusted',
    title: 'Only the intermediate is trusted, not its root',
    accepts: ['python-3.13', 'node-partial', 'curl'],
    findings: ['unknown_ca'],
    build: ({ intermediate }) => chainWith(intermediate, {}, { trust: intermediate.pem }),
  }),
  scenario({
    name: 'leaf-trusted-no-aki',
    title: 'The leaf has no authority key identifier; it is sent alone and trusted alone',
    accepts: ['python-3.13', 'node-partial', 'curl'],
    findings: ['unknown_ca'],
    build: async ({ root }) => {
      const own = await leaf({ issuer: root, authorityKeyId: 'omit' });
      return send([own], { trust: own.pem });
    },
  }),
  scenario({
    name: 'leaf-and-root-trusted-no-aki',
    title: 'The leaf has no authority key identifier; it is sent alone, and trusted beside its root',
    accepts: allButStrict,
    findings: ['missing_authority_key_identifier'],
    build: async ({ root }) => {
      const own = await leaf({ issuer: root, authorityKeyId: 'omit' });
      return send([own], { trust: own.pem + root.pem });
    },
  }),
  scenario({
    name: 'many-defects',
    title: 'The leaf expired, is for another host, and has no authority key identifier',
    accepts: nobody,
    findings: ['hostname_mismatch', 'certificate_expired', 'missing_authority_key_identifier'],
    build: ({ intermediate }) =>
      chainWith(intermediate, {
        authorityKeyId: 'omit',
        dns: ['other.example'],
        notBefore: daysFromNow(-100),
        notAfter: daysFromNow(-10),
      }),
  }),
];
