import ipaddr from 'ipaddr.js';

/** The 4 or 16 bytes of an IP address in standard notation (RFC 4291 section 2.2), without a zone; null for another text. Pure. */
export function ipBytes(text: string): number[] | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toByteArray();
  // ipaddr.js takes "::10.0.0.7" for "::ffff:10.0.0.7", and octal numbers for decimal ones.
  const hex = text.replace(/(?<=:)[\d.]+$/, (end) => (ipaddr.IPv4.isValidFourPartDecimal(end) ? hexGroups(end) : end));
  return !/[.%]/.test(hex) && ipaddr.IPv6.isValid(hex) ? ipaddr.IPv6.parse(hex).toByteArray() : null;
}

function hexGroups(text: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(text).octets;
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** The usual text of an address: RFC 5952 for IPv6, without dots. Pure. */
export function ipText(bytes: number[]): string {
  return ipaddr.fromByteArray(bytes).toString();
}
