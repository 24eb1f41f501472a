export const clientIds = ['python-3.13', 'python-3.12', 'node', 'node-partial', 'curl'] as const;
export type ClientId = (typeof clientIds)[number];

/** A kind of client whose verdict is predicted. */
export interface ClientProfile {
  id: ClientId;
  /** On screen: "Python 3.13 and later". */
  label: string;
  /** Where it is met. */
  standsFor: string;
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
    label: 'Python 3.13 and later',
    standsFor: 'LiteLLM, httpx, aiohttp and requests on Python 3.13 or later',
    isStrict: true,
    acceptsPartialChain: true,
    securityLevel: 2,
  },
  {
    id: 'python-3.12',
    label: 'Python 3.12 and earlier',
    standsFor: 'the same on Python 3.12 or earlier',
    isStrict: false,
    acceptsPartialChain: false,
    securityLevel: 2,
  },
  {
    id: 'node',
    label: 'Node',
    standsFor: 'Node programs as they are by default',
    isStrict: false,
    acceptsPartialChain: false,
    securityLevel: nodeLevel,
  },
  {
    id: 'node-partial',
    label: 'Vouch',
    standsFor: 'Vouch itself, and Node programs with allowPartialTrustChain',
    isStrict: false,
    acceptsPartialChain: true,
    securityLevel: nodeLevel,
  },
  {
    id: 'curl',
    label: 'curl',
    standsFor: 'curl and programs on libcurl, with OpenSSL',
    isStrict: false,
    acceptsPartialChain: true,
    securityLevel: 2,
  },
];

function isNodeAtLeast(major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
