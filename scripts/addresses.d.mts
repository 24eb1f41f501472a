import type { IPv4, IPv6 } from 'ipaddr.js';

export type Address = IPv4 | IPv6;
export type Range = [base: Address, bits: number];

export function parseAddress(text: string): Address | null;
export function parseTrustedProxies(list: string): Range[];
export function isWithin(address: Address, ranges: Range[]): boolean;
