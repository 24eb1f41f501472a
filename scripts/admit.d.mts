import type { Range } from './addresses.mjs';

export const PASS_HEADER: 'x-vouch-pass';

/** Which requests a door lets in. */
export interface Entry {
  trusted: Range[];
  pass: string;
  isInner?: boolean;
}
