import type { Range } from './addresses.mjs';

export interface Received {
  peer: string;
  isTls: boolean;
  host: string;
  lines: { for: string[]; proto: string[]; host: string[] };
  trusted: Range[];
}

export function readForwarded(received: Received): { for: string; proto: 'http' | 'https'; host: string };
