import { ipText } from './ip-bytes';
import { ipRange, isWithin } from './ip-range';
import type { ReadAddress } from './read-address';

export interface BuiltInRefusal {
  /** In CIDR notation. */
  ranges: string[];
  /** "a link-local address, where cloud platforms serve credentials" */
  what: string;
  /** Whether IPv6 addresses that carry one are refused, too. */
  isCarriedRefused: boolean;
}

/** What is never dialled, whatever the rules say. Loopback and private networks are not here: these servers live there. */
export const builtInRefusals: readonly BuiltInRefusal[] = [
  {
    ranges: ['169.254.0.0/16', 'fe80::/10'], // RFC 3927, RFC 4291 section 2.5.6
    what: 'a link-local address, where cloud platforms serve credentials',
    isCarriedRefused: true,
  },
  {
    ranges: [
      '100.100.100.200/32', // Alibaba Cloud
      '168.63.129.16/32', // Azure WireServer
      '192.0.0.192/32', // Oracle Cloud, older
      'fd00:ec2::254/128', // AWS
      'fd00:ec2::23/128', // AWS, EKS Pod Identity
      'fd20:ce::254/128', // Google Cloud
      'fd00:c1::a9fe:a9fe/128', // Oracle Cloud
    ],
    what: 'a cloud metadata address, where credentials are served',
    isCarriedRefused: true,
  },
  {
    ranges: ['fec0::/10'], // RFC 3879
    what: 'a site-local address, a kind that was withdrawn',
    isCarriedRefused: true,
  },
  {
    ranges: ['0.0.0.0/8', '::/128'], // RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.2
    what: 'an address to listen on, not one to connect to: this machine is 127.0.0.1 or ::1',
    isCarriedRefused: false,
  },
  {
    ranges: ['224.0.0.0/4', '255.255.255.255/32', 'ff00::/8'], // RFC 5771, RFC 919, RFC 4291 section 2.7
    what: 'a multicast or broadcast address, which is that of no server',
    isCarriedRefused: false,
  },
];

const refusals = builtInRefusals.map((refusal) => ({ ...refusal, ranges: refusal.ranges.map(ipRange) }));

/**
 * Why no rule can allow this IP address, or null. Addresses at which credentials are served are refused also when an
 * IPv6 address carries them. `address` is its text. Pure.
 */
export function addressProblem(address: string, read: ReadAddress): string | null {
  for (const { ranges, what, isCarriedRefused } of refusals) {
    const candidates = isCarriedRefused ? read.all : [read.own];
    const found = candidates.find((candidate) => ranges.some((range) => isWithin(candidate, range)));
    if (found) return `${address}${through(found, read)} is ${what}`;
  }
  return null;
}

/** ", which carries 169.254.169.254,", where what was found is not the address as written. */
export function through(found: number[], { all }: ReadAddress): string {
  return found.length === all[0]?.length ? '' : `, which carries ${ipText(found)},`;
}
