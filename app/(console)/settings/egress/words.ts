import type { ListName } from './entry-lines';

export const intro =
  'Where Vouch may connect to: MCP servers, the places where certificates say their issuers are, and the OpenID provider. The deny list wins. With entries on the allow list, nothing else is dialled.';

export const listTitles: Record<ListName, string> = { deny: 'Deny list', allow: 'Allow list' };

export const emptyWords: Record<ListName, string> = {
  deny: 'Empty: nothing is denied.',
  allow: 'Empty: everything that is not denied is allowed.',
};

export const listHints: Record<ListName, string> = {
  deny: 'One entry a line. IPv6 addresses that carry a denied IPv4 one are denied too. This machine: 127.0.0.0/8 and ::1.',
  allow:
    'One entry a line: an address, a range, a name, or *. and a name for all below it. Empty: everything that is not denied.',
};
