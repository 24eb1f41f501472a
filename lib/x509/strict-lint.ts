import type { Certificate } from './certificate';
import { type StrictRule, strictChecks } from './strict-rules';

/** A rule of form that a certificate of a path breaks. */
export interface StrictDefect extends StrictRule {
  /** Position in the path, the leaf being 0. */
  depth: number;
}

/**
 * Every rule that X509_V_FLAG_X509_STRICT adds and a path breaks, in the order in which OpenSSL 3.0 finds them: the first
 * is the one `openssl verify -x509_strict` reports. `path` is leaf to anchor as `buildOpensslPath` gives it. On a path
 * that clients refuse without the flag, too, it tells what they would find afterwards. Pure.
 */
export function lintStrict(path: readonly Certificate[]): StrictDefect[] {
  return path.flatMap(({ openssl }, depth) =>
    strictChecks
      .filter(({ isForSingle }) => isForSingle || path.length > 1)
      .filter(({ isBroken }) => isBroken(openssl, { depth, isLast: depth === path.length - 1 }))
      .map(({ isForSingle: _, isBroken: __, ...rule }) => ({ ...rule, depth })),
  );
}
