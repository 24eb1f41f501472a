import type { TlsOptions } from 'node:tls';
import { daysFromNow, generateKeys, type Issued, type IssueOptions, issueCertificate, pemChain } from './certificates';
import type { Pki } from './pki';

/** The bundle that makes a scenario connect: a property of the certificates, whatever the client was given. */
export type Bundle = 'root' | 'root-and-intermediate' | 'other-root' | 'self-signed';

export interface TlsMaterial {
  key: string;
  /** The certificates as sent. */
  cert: string;
  /** The name a client connects to. */
  host: string;
  tls?: TlsOptions;
  plain?: boolean;
}

export interface TlsScenario {
  name: string;
  /** What is wrong, in one sentence. */
  title: string;
  /** The finding to expect of a client that trusts Lab Root CA; null when there is nothing to find. */
  expected: string | null;
  /** Whether Node connects with Lab Root CA alone as its trust. */
  connects: boolean;
  /** Null: no bundle makes it connect. */
  connectsWith: Bundle | null;
  build(pki: Pki): Promise<TlsMaterial>;
}

const lax = { ciphers: 'DEFAULT@SECLEVEL=0' };

const good = { expected: null, connects: true, connectsWith: 'root' } as const;
const noted = { connects: true, connectsWith: 'root' } as const;
const broken = { connects: false, connectsWith: null } as const;

export const tlsScenarios: TlsScenario[] = [
  {
    ...good,
    name: 'good-direct',
    title: 'Nothing: the leaf comes directly from the private root',
    build: async ({ root }) => send([await leaf({ issuer: root })]),
  },
  {
    ...good,
    name: 'good-intermediate',
    title: 'Nothing: leaf and intermediate are sent',
    build: goodChain,
  },
  {
    name: 'missing-intermediate',
    title: 'The server sends its leaf without the intermediate that issued it',
    expected: 'missing_intermediate',
    connects: false,
    connectsWith: 'root-and-intermediate',
    build: async ({ intermediate }) => send([await leaf({ issuer: intermediate })]),
  },
  {
    name: 'unknown-ca',
    title: 'The certificate comes from another authority',
    expected: 'unknown_ca',
    connects: false,
    connectsWith: 'other-root',
    build: async ({ otherRoot }) => send([await leaf({ issuer: otherRoot })]),
  },
  {
    name: 'self-signed',
    title: 'The certificate is signed with its own key',
    expected: 'self_signed_certificate',
    connects: false,
    connectsWith: 'self-signed',
    build: async ({ selfSigned }) => send([selfSigned]),
  },
  {
    ...broken,
    name: 'expired',
    title: 'The certificate expired ten days ago',
    expected: 'certificate_expired',
    build: ({ intermediate }) => chainWith(intermediate, { notBefore: daysFromNow(-100), notAfter: daysFromNow(-10) }),
  },
  {
    ...broken,
    name: 'expired-intermediate',
    title: 'The intermediate expired a month ago, the leaf is current',
    expected: 'certificate_expired',
    build: async ({ root }) => {
      const subject = 'CN=Lab Issuing CA 0,O=Vouch Lab';
      return chainWith(
        await issueCertificate({
          subject,
          issuer: root,
          isCa: true,
          notBefore: daysFromNow(-400),
          notAfter: daysFromNow(-30),
        }),
      );
    },
  },
  {
    ...broken,
    name: 'not-yet-valid',
    title: 'The certificate becomes valid in ten days',
    expected: 'certificate_not_yet_valid',
    build: ({ intermediate }) => chainWith(intermediate, { notBefore: daysFromNow(10) }),
  },
  {
    ...broken,
    name: 'wrong-host',
    title: 'The certificate is for other.example',
    expected: 'hostname_mismatch',
    build: ({ intermediate }) =>
      chainWith(intermediate, { subject: 'CN=other.example,O=Vouch Lab', dns: ['other.example'] }),
  },
  {
    ...noted,
    name: 'no-aki',
    title: 'The leaf has no authority key identifier, which Python 3.13 and other strict clients refuse',
    expected: 'missing_authority_key_identifier',
    build: ({ intermediate }) => chainWith(intermediate, { authorityKeyId: 'omit' }),
  },
  {
    ...broken,
    name: 'same-name-root',
    title: 'The issuer has the name of the trusted root but another key',
    expected: 'signature_mismatch',
    build: async ({ root }) =>
      send([await leaf({ issuer: await issueCertificate({ subject: root.subject, isCa: true }) })]),
  },
  {
    ...noted,
    name: 'root-sent',
    title: 'The server needlessly sends its root too',
    expected: 'root_sent',
    build: async ({ root, intermediate }) => send([await leaf({ issuer: intermediate }), intermediate, root]),
  },
  {
    ...noted,
    name: 'out-of-order',
    title: 'Two intermediates are sent in the wrong order',
    expected: 'chain_out_of_order',
    build: async ({ intermediate }) => {
      const lower = await issueCertificate({
        subject: 'CN=Lab Issuing CA 2,O=Vouch Lab',
        issuer: intermediate,
        isCa: true,
      });
      return send([await leaf({ issuer: lower }), intermediate, lower]);
    },
  },
  {
    ...broken,
    name: 'client-auth-only',
    title: 'The extended key usage allows clients only',
    expected: 'wrong_key_usage',
    build: ({ intermediate }) => chainWith(intermediate, { extendedKeyUsage: ['clientAuth'] }),
  },
  {
    ...broken,
    name: 'tls-1-1',
    title: 'The server speaks nothing newer than TLS 1.1',
    expected: 'tls_version_unsupported',
    build: async (pki) => ({ ...(await goodChain(pki)), tls: { ...lax, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } }),
  },
  {
    ...broken,
    name: 'client-certificate',
    title: 'The server requires a client certificate (TLS 1.3: shown after the handshake)',
    expected: 'client_certificate_required',
    build: async (pki) => ({ ...(await goodChain(pki)), tls: { ...mutual(pki), minVersion: 'TLSv1.3' } }),
  },
  {
    ...broken,
    name: 'client-certificate-1-2',
    title: 'The server requires a client certificate (TLS 1.2: the handshake fails)',
    expected: 'client_certificate_required',
    build: async (pki) => ({ ...(await goodChain(pki)), tls: { ...mutual(pki), maxVersion: 'TLSv1.2' } }),
  },
  {
    ...broken,
    name: 'plain-http',
    title: 'Plain HTTP on the port of the https URL',
    expected: 'not_tls',
    build: async (pki) => ({ ...(await goodChain(pki)), plain: true }),
  },
  {
    ...good,
    name: 'tls-1-2',
    title: 'Nothing: the server speaks TLS 1.2 at most',
    build: async (pki) => ({ ...(await goodChain(pki)), tls: { maxVersion: 'TLSv1.2' } }),
  },
  {
    ...noted,
    name: 'weak-key',
    title: 'The leaf has an RSA key of 1024 bits',
    expected: 'weak_key',
    build: async ({ intermediate }) => ({
      ...(await chainWith(intermediate, { keys: await generateKeys('rsa-1024') })),
      tls: lax,
    }),
  },
];

export function goodChain({ intermediate }: Pick<Pki, 'intermediate'>): Promise<TlsMaterial> {
  return chainWith(intermediate);
}

async function chainWith(intermediate: Issued, options: Partial<IssueOptions> = {}): Promise<TlsMaterial> {
  return send([await leaf({ issuer: intermediate, ...options }), intermediate]);
}

function leaf(options: Partial<IssueOptions>): Promise<Issued> {
  return issueCertificate({ subject: 'CN=localhost,O=Vouch Lab', ...options });
}

function send(chain: [Issued, ...Issued[]]): TlsMaterial {
  return { key: chain[0].keyPem, cert: pemChain(...chain), host: '127.0.0.1' };
}

function mutual({ root }: Pki): TlsOptions {
  return { requestCert: true, rejectUnauthorized: true, ca: root.pem };
}
