import type { ClientId } from './profiles';

export interface ClientLabel {
  /** On screen: "Python 3.13 and later". */
  label: string;
  /** Where there is room for a few characters only. */
  short: string;
  /** Where it is met. */
  standsFor: string;
}

/** Apart from the profiles, which ask Node for its version: this is read in the browser too. */
export const clientLabels: Record<ClientId, ClientLabel> = {
  'python-3.13': {
    label: 'Python 3.13 and later',
    short: 'Python 3.13+',
    standsFor: 'LiteLLM, httpx, aiohttp and requests on Python 3.13 or later',
  },
  'python-3.12': {
    label: 'Python 3.12 and earlier',
    short: 'Python ≤ 3.12',
    standsFor: 'the same on Python 3.12 or earlier',
  },
  node: { label: 'Node', short: 'Node', standsFor: 'Node programs as they are by default' },
  'node-partial': {
    label: 'Vouch',
    short: 'Vouch',
    standsFor: 'Vouch itself, and Node programs with allowPartialTrustChain',
  },
  curl: { label: 'curl', short: 'curl', standsFor: 'curl and programs on libcurl, with OpenSSL' },
};

/** "Python 3.13+, Node and curl"; an id that this version does not know stands as it is. */
export function clientNames(ids: readonly ClientId[]): string {
  return inWords(ids.map((id) => clientLabels[id]?.short ?? id));
}

function inWords(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
