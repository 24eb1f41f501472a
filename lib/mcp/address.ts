import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

const cidr = (text: string): Range => ipaddr.parseCIDR(text);

/** Addresses on which cloud platforms hand out credentials to whoever asks. Link-local ones are covered by the range. */
const metadata: Range[] = [
  '100.100.100.200/32', // Alibaba Cloud
  '168.63.129.16/32', // Azure WireServer
  '192.0.0.192/32', // Oracle Cloud, older
  'fd00:ec2::254/128', // AWS
  'fd20:ce::254/128', // Google Cloud
  'fd00:c1::a9fe:a9fe/128', // Oracle Cloud
].map(cidr);

/** RFC 3927, RFC 4291 section 2.5.6, and the site-local range that RFC 3879 withdrew. */
const linkLocal: Range[] = ['169.254.0.0/16', 'fe80::/10', 'fec0::/10'].map(cidr);

/** Prefixes whose addresses carry an IPv4 address, with the byte it starts at. */
const carriers: [Range, (bytes: number[]) => number[]][] = [
  [cidr('::ffff:0:0/96'), (b) => b.slice(12)], // IPv4-mapped, RFC 4291 section 2.5.5.2
  [cidr('::/96'), (b) => b.slice(12)], // IPv4-compatible, RFC 4291 section 2.5.5.1
  [cidr('::ffff:0:0:0/96'), (b) => b.slice(12)], // IPv4-translated, RFC 2765
  [cidr('64:ff9b::/96'), (b) => b.slice(12)], // NAT64, RFC 6052
  [cidr('64:ff9b:1::/48'), (b) => b.slice(12)], // local NAT64, RFC 8215, /96 form
  [cidr('64:ff9b:1::/48'), (b) => [...b.slice(6, 8), ...b.slice(9, 11)]], // the same, /48 form of RFC 6052
  [cidr('2002::/16'), (b) => b.slice(2, 6)], // 6to4, RFC 3056
  [cidr('2001::/32'), (b) => b.slice(12).map((byte) => byte ^ 0xff)], // Teredo client, RFC 4380
  [cidr('2001::/32'), (b) => b.slice(4, 8)], // Teredo server
];

/**
 * Why this IP address may not be dialled, or null. Link-local and cloud-metadata addresses are refused, also when an
 * IPv6 address carries them. Loopback and private networks are allowed: that is where these servers live.
 */
export function addressProblem(address: string): string | null {
  const bare = address.split('%')[0] ?? address;
  if (!ipaddr.isValid(bare)) return `${address} is not an IP address`;
  const parsed = ipaddr.parse(bare);
  for (const candidate of [parsed, ...carried(parsed)]) {
    const through = candidate === parsed ? '' : `, which carries ${candidate.toString()}`;
    if (isIn(candidate, linkLocal))
      return `${address}${through} is a link-local address, where cloud platforms serve credentials`;
    if (isIn(candidate, metadata))
      return `${address}${through} is a cloud metadata address, where credentials are served`;
  }
  return null;
}

function carried(parsed: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4[] {
  if (parsed.kind() === 'ipv4') return [];
  const bytes = parsed.toByteArray();
  const found = carriers
    .filter(([range]) => isIn(parsed, [range]))
    .map(([, extract]) => new ipaddr.IPv4(extract(bytes)));
  // ISATAP (RFC 5214): an interface identifier of 0000:5efe or 0200:5efe under any prefix.
  const isatap = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
  return isatap ? [...found, new ipaddr.IPv4(bytes.slice(12))] : found;
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: Range[]): boolean {
  return ranges.some(
    ([base, bits]) => base.kind() === address.kind() && (address as ipaddr.IPv6).match(base as ipaddr.IPv6, bits),
  );
}
