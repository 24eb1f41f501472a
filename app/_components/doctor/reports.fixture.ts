import { createHash } from 'node:crypto';
import { clientLabels } from '@/lib/diagnosis/client-labels';
import type { ClientId } from '@/lib/diagnosis/profiles';
import type { ClientVerdict, Finding, PathNode, Repair, Report, ReportCertificate } from '@/lib/diagnosis/report';
import { titles } from '@/lib/diagnosis/titles';

const everybody = Object.keys(clientLabels) as ClientId[];
export const checkedAt = '2026-11-22T10:00:00.000Z';

interface Look {
  subject: string;
  issuer: string;
  from?: string;
  to?: string;
  isCa?: boolean;
  key?: string;
}

const fingerprint = (text: string) =>
  (createHash('sha256').update(text).digest('hex').toUpperCase().match(/../g) ?? []).join(':');

export function sent(position: number, look: Look): ReportCertificate {
  const { subject, issuer, from = '2026-10-01', to = '2027-01-29', isCa = false, key = 'EC P-256' } = look;
  return {
    position,
    subject,
    issuer,
    serial: '5A0C19',
    not_before: `${from}T00:00:00.000Z`,
    not_after: `${to}T00:00:00.000Z`,
    sha256: fingerprint(`${subject} ${issuer}`),
    subject_alt_names: isCa ? [] : ['DNS:mcp.pay.corp'],
    is_ca: isCa,
    public_key: key,
    signature_algorithm: 'ecdsa-with-SHA256',
    pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  };
}

export function node(certificate: ReportCertificate, more: Partial<PathNode> = {}): PathNode {
  const { position, subject, issuer, not_before, not_after, sha256, public_key } = certificate;
  const role = position === 0 ? 'leaf' : subject === issuer ? 'root' : 'intermediate';
  const plain = { origin: 'sent', role, position, is_anchor: false, subject, issuer, not_before, not_after } as const;
  return { ...plain, sha256, public_key, ...more };
}

function missing(subject: string, role: PathNode['role']): PathNode {
  const unknown = { issuer: null, not_before: null, not_after: null, sha256: null, public_key: null };
  return { origin: 'missing', role, position: null, is_anchor: false, subject, ...unknown };
}

export function found(code: Finding['code'], more: Partial<Finding> = {}): Finding {
  return {
    code,
    severity: 'error',
    certificate: 0,
    sha256: null,
    title: titles[code],
    detail: 'What was seen, and about which certificate, in a sentence or two that a person understands.',
    fix: 'What to do about it, with the exact setting.\nopenssl x509 -req -in server.csr -CA ca.pem -out server.pem',
    clients: [],
    rule: null,
    ...more,
  };
}

function verdicts(refused: Partial<Record<ClientId, [number, number, string]>>): ClientVerdict[] {
  return everybody.map((client) => {
    const [code, depth, reason] = refused[client] ?? [null, null, null];
    return { client, verdict: code === null ? 'accept' : 'reject', code, depth, reason };
  });
}

const byAll = (code: number, depth: number, reason: string) =>
  verdicts(Object.fromEntries(everybody.map((client) => [client, [code, depth, reason]])));

export function repair(id: string, more: Partial<Repair> = {}): Repair {
  return {
    id,
    kind: 'add_intermediate',
    title: 'Add "Corp Issuing 2" to the bundle',
    detail: 'A new bundle holds what the old one does and the intermediate, which was downloaded from its issuer.',
    proven: true,
    rehearsed: false,
    ssl_verify: null,
    ca_bundle_id: null,
    url: null,
    bundle_pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    accepted_by: everybody,
    compare: [],
    steps: [],
    ...more,
  };
}

const sendChain = repair('send_chain', {
  kind: 'send_chain',
  title: 'Send the full chain from the server',
  detail: 'Every client then builds the path without help.',
  proven: false,
  rehearsed: true,
  bundle_pem: null,
  steps: [
    { tool: 'nginx', text: 'cat mcp.pem issuing.pem > fullchain.pem\nssl_certificate /etc/nginx/fullchain.pem;' },
    { tool: 'Envoy', text: 'tls_certificates:\n  - certificate_chain: { filename: /etc/envoy/fullchain.pem }' },
    { tool: 'cert-manager', text: 'spec:\n  issuerRef: { name: corp }' },
  ],
});

const leaf = sent(0, { subject: 'CN=mcp.pay.corp, O=Corp', issuer: 'CN=Corp Issuing 2, O=Corp' });
const issuing = { subject: 'CN=Corp Issuing 2, O=Corp', issuer: 'CN=Corp Root, O=Corp', to: '2030-05-01', isCa: true };
const intermediate = sent(1, issuing);
const rootLook = { subject: 'CN=Corp Root, O=Corp', issuer: 'CN=Corp Root, O=Corp', from: '2020-01-01', isCa: true };
const root = sent(2, { ...rootLook, to: '2034-01-01', key: 'RSA 4096' });
const trusted = { origin: 'bundle', position: null, is_anchor: true } as const;
const judge = { openssl: 'OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)', note: null };

const failed: Report = {
  ok: false,
  checked_at: checkedAt,
  duration_ms: 31,
  server: { id: 'a1', url: 'https://mcp.pay.corp/mcp', transport: 'http' },
  trust: {
    verify: true,
    source: 'server',
    roots: 'bundle',
    bundle: { id: null, name: null, path: '/etc/ssl/corp.pem', certificates: 1, sha256: '00' },
    trail: [{ input: 'server.ssl_verify', value: '/etc/ssl/corp.pem', used: true, note: 'this server says so' }],
  },
  stages: [
    { name: 'dns', status: 'ok', duration_ms: 1, detail: '10.0.0.7' },
    { name: 'tcp', status: 'ok', duration_ms: 2, detail: '10.0.0.7 port 443' },
    { name: 'tls', status: 'failed', duration_ms: 9, detail: 'the chain was refused' },
    { name: 'http', status: 'skipped', duration_ms: 0, detail: '' },
    { name: 'mcp', status: 'skipped', duration_ms: 0, detail: '' },
    { name: 'tools', status: 'skipped', duration_ms: 0, detail: '' },
  ],
  tls: null,
  findings: [],
  clients: [],
  judge: null,
  repairs: [],
  mcp: null,
  error: null,
};

function failing(chain: ReportCertificate[], path: PathNode[], more: Partial<Report>): Report {
  const [first] = more.findings ?? [];
  const error = first ? { code: first.code, message: first.title } : null;
  const tls = { protocol: 'TLSv1.3', cipher: null, authorized: false, authorization_error: null, chain, path };
  return { ...failed, judge, tls, error, ...more };
}

function working(chain: ReportCertificate[], path: PathNode[], more: Partial<Report> = {}): Report {
  const report = failing(chain, path, { clients: verdicts({}), ...more });
  const mcp = { era: 'legacy', protocol_version: '2025-06-18', server_name: 'pay', server_version: '1.2' } as const;
  return {
    ...report,
    ok: true,
    error: null,
    stages: failed.stages.map((stage) => ({ ...stage, status: 'ok', duration_ms: 3 })),
    mcp: { ...mcp, capabilities: {}, tools: 13 },
  };
}

const ownRoot = sent(1, {
  ...rootLook,
  subject: 'CN=Acme Private Root',
  issuer: 'CN=Acme Private Root',
  to: '2040-01-01',
});
const selfSigned = sent(0, { subject: 'CN=appliance.local', issuer: 'CN=appliance.local', to: '2026-12-09' });
const late = sent(1, { ...issuing, to: '2026-11-12' });
const stray = sent(2, { subject: 'CN=Old Partner CA, O=Partner', issuer: 'CN=Partner Root', isCa: true });
const upper = sent(2, { subject: 'CN=Corp Policy CA', issuer: 'CN=Corp Root, O=Corp', isCa: true, to: '2031-01-01' });
const lower = sent(1, { ...issuing, issuer: 'CN=Corp Policy CA' });
const strict = (openssl_code: number, section: string) => ({ extension: '2.5.29.35', section, openssl_code });

/** One of every kind that the screens must show. */
export const reports = {
  missing_intermediate: failing(
    [leaf],
    [node(leaf), missing('CN=Corp Issuing 2, O=Corp', 'intermediate'), node(root, trusted)],
    {
      findings: [found('missing_intermediate', { clients: everybody }), found('expires_soon', { severity: 'info' })],
      clients: byAll(20, 0, 'unable to get local issuer certificate'),
      repairs: [repair('add_intermediate'), sendChain],
    },
  ),
  unknown_root_sent: failing(
    [sent(0, { subject: 'CN=mcp.acme.corp', issuer: ownRoot.subject }), ownRoot],
    [node(sent(0, { subject: 'CN=mcp.acme.corp', issuer: ownRoot.subject })), node(ownRoot)],
    {
      findings: [
        found('unknown_ca', { certificate: 1, clients: everybody }),
        found('root_sent', { certificate: 1, severity: 'info', fix: '' }),
      ],
      clients: byAll(19, 1, 'self-signed certificate in certificate chain'),
      repairs: [
        repair('add_root', {
          kind: 'add_root',
          title: 'Trust "Acme Private Root", the root that the server sends',
          compare: [{ subject: ownRoot.subject, sha256: ownRoot.sha256 }],
        }),
      ],
    },
  ),
  self_signed: failing([selfSigned], [node(selfSigned)], {
    findings: [
      found('self_signed_certificate', { clients: everybody }),
      found('expires_soon', { severity: 'warning' }),
    ],
    clients: byAll(18, 0, 'self-signed certificate'),
    repairs: [
      repair('trust_leaf', {
        kind: 'trust_leaf',
        title: 'Trust this one certificate',
        accepted_by: ['python-3.13', 'node-partial', 'curl'],
        compare: [{ subject: selfSigned.subject, sha256: selfSigned.sha256 }],
      }),
    ],
  }),
  no_aki: working([leaf, intermediate], [node(leaf), node(intermediate), node(root, trusted)], {
    findings: [
      found('missing_authority_key_identifier', {
        severity: 'warning',
        clients: ['python-3.13'],
        rule: strict(85, '4.2.1.1'),
        sha256: leaf.sha256,
      }),
      found('ca_key_usage_missing', {
        severity: 'warning',
        certificate: null,
        clients: ['python-3.13'],
        rule: strict(92, '4.2.1.3'),
        sha256: root.sha256,
      }),
    ],
    clients: verdicts({ 'python-3.13': [85, 0, 'Missing Authority Key Identifier'] }),
    repairs: [{ ...sendChain, id: 'reissue', kind: 'reissue', title: 'Reissue the certificate with an AKI' }],
  }),
  expired_intermediate: failing([leaf, late], [node(leaf), node(late), node(root, trusted)], {
    findings: [found('certificate_expired', { certificate: 1, sha256: late.sha256, clients: everybody })],
    clients: byAll(10, 1, 'certificate has expired'),
    repairs: [{ ...sendChain, id: 'reissue', kind: 'reissue', title: 'Renew "Corp Issuing 2"' }],
  }),
  other_host: failing([leaf, intermediate], [node(leaf), node(intermediate), node(root, trusted)], {
    findings: [found('hostname_mismatch', { clients: everybody })],
    clients: byAll(62, 0, 'hostname mismatch'),
    repairs: [
      repair('use_name', {
        kind: 'use_name',
        title: 'Use the name the certificate is for: mcp.pay.corp',
        url: 'https://mcp.pay.corp/mcp',
        bundle_pem: null,
      }),
    ],
  }),
  long_with_stray: working(
    [leaf, lower, upper, { ...stray, position: 3 }],
    [node(leaf), node(lower), node(upper), node(root, trusted)],
    {
      findings: [found('chain_out_of_order', { severity: 'info', certificate: 3 })],
    },
  ),
  all_good: working(
    [leaf, intermediate],
    [node(leaf), node(intermediate), node(root, { ...trusted, origin: 'public_roots' })],
  ),
  no_openssl: working([leaf, intermediate], [node(leaf), node(intermediate), node(root, trusted)], {
    clients: everybody.map((client) => ({ client, verdict: 'unknown', code: null, depth: null, reason: null })),
    judge: { openssl: null, note: 'Install OpenSSL 3 to learn what other clients say.' },
  }),
  plain_http: {
    ...working([], []),
    server: { id: 'a1', url: 'http://10.0.0.7:8080/mcp', transport: 'http' },
    tls: null,
    clients: [],
    judge: null,
  },
  disabled: {
    ...working([selfSigned], [node(selfSigned)], {
      findings: [
        found('verification_disabled', { severity: 'warning', certificate: null }),
        found('self_signed_certificate', { clients: everybody, severity: 'warning' }),
      ],
      clients: byAll(18, 0, 'self-signed certificate'),
      judge: { ...judge, note: 'Verification is off, so they were judged against the public roots.' },
    }),
    trust: { verify: false, source: 'server', roots: 'none', bundle: null, trail: failed.trust.trail },
  },
  ten_repairs: failing([leaf], [node(leaf), missing('CN=Corp Issuing 2, O=Corp', 'root')], {
    findings: [found('unknown_ca', { clients: everybody })],
    clients: byAll(20, 0, 'unable to get local issuer certificate'),
    repairs: Array.from({ length: 10 }, (_, index) =>
      index < 7
        ? repair(`bundle ${index}`, {
            kind: 'use_bundle',
            title: `Use the bundle "Corp ${index + 1}" of the library`,
            ca_bundle_id: `b${index}`,
            bundle_pem: null,
            accepted_by: everybody.slice(0, Math.max(1, 5 - index)),
          })
        : { ...sendChain, id: `send ${index}` },
    ),
  }),
} satisfies Record<string, Report>;
