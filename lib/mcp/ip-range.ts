import { ipBytes } from './ip-bytes';

/** All addresses whose first `bits` bits are those of `bytes`: 4 of them for IPv4, 16 for IPv6. */
export interface IpRange {
  bytes: number[];
  bits: number;
}

/** The range of a text in CIDR notation, for those written in the code. Throws RangeError for another text. Pure. */
export function ipRange(cidr: string): IpRange {
  const [base = '', bits] = cidr.split('/');
  const bytes = ipBytes(base);
  if (!bytes || !bits) throw new RangeError(`${cidr} is no range`);
  return { bytes, bits: Number(bits) };
}

export function isWithin(address: readonly number[], { bytes, bits }: IpRange): boolean {
  if (bytes.length !== address.length) return false;
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (bytes[index] !== address[index]) return false;
  const rest = bits & 7;
  return rest === 0 || ((bytes[whole] ?? 0) ^ (address[whole] ?? 0)) >> (8 - rest) === 0;
}
