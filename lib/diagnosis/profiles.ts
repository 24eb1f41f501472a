import { type ClientLabel, clientLabels } from './client-labels';

export const clientIds = ['python-3.13', 'python-3.12', 'node', 'node-partial', 'curl'] as const;
export type ClientId = (typeof clientIds)[number];

/** A kind of client whose verdict is predicted. */
export interface ClientProfile extends ClientLabel {
  id: ClientId;
  /** Whose code compares names. */
  family: 'python' | 'node' | 'curl';
  /** X509_V_FLAG_X509_STRICT: the form of every certificate must be as RFC 5280 says. */
  isStrict: boolean;
  /** X509_V_FLAG_PARTIAL_CHAIN: a trusted certificate need not be self-signed. */
  acceptsPartialChain: boolean;
  /** OpenSSL's security level: 1 asks for 80 bits (RSA 1024), 2 for 112 (RSA 2048). */
  securityLevel: 1 | 2;
}

/** Node's own OpenSSL, 3.5, came with Node 24.5 and raised the default level. */
const nodeLevel = isNodeAtLeast(24, 5) ? 2 : 1;

export const clientProfiles: readonly ClientProfile[] = [
  {
    id: 'python-3.13',
    family: 'python',
    ...clientLabels['python-3.13'],
    isStrict: true,
    acceptsPartialChain: true,
    securityLevel: 2,
  },
  {
    id: 'python-3.12',
    family: 'python',
    ...clientLabels['python-3.12'],
    isStrict: false,
    acceptsPartialChain: false,
    securityLevel: 2,
  },
  {
    id: 'node',
    family: 'node',
    ...clientLabels.node,
    isStrict: false,
    acceptsPartialChain: false,
    securityLevel: nodeLevel,
  },
  {
    id: 'node-partial',
    family: 'node',
    ...clientLabels['node-partial'],
    isStrict: false,
    acceptsPartialChain: true,
    securityLevel: nodeLevel,
  },
  {
    id: 'curl',
    family: 'curl',
    ...clientLabels.curl,
    isStrict: false,
    acceptsPartialChain: true,
    securityLevel: 2,
  },
];

function isNodeAtLeast(major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
