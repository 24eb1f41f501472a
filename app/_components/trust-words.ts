import type { ReportTrust, TrustSource } from '@/lib/trust/types';

const sources: Partial<Record<TrustSource, string>> = {
  'env:SSL_VERIFY': 'SSL_VERIFY',
  config: 'litellm_settings.ssl_verify',
  'env:SSL_CERT_FILE': 'SSL_CERT_FILE',
};

export interface TrustWords {
  verify: boolean;
  /** What is trusted: "public roots", a path, a bundle's name, "nothing (disabled)". */
  words: string;
  /** A path stands in monospace. */
  isPath: boolean;
  /** Which input decided; null when the words say it already. */
  because: string | null;
}

/** A trust decision in the width of a table cell. */
export function trustWords(trust: Pick<ReportTrust, 'verify' | 'source' | 'roots' | 'bundle'>): TrustWords {
  const because = sources[trust.source] ?? null;
  if (!trust.verify) return { verify: false, words: 'nothing (disabled)', isPath: false, because };
  const { bundle } = trust;
  if (bundle) return { verify: true, words: bundle.name ?? bundle.path, isPath: bundle.name === null, because };
  return {
    verify: true,
    words: trust.roots === 'public' ? 'public roots' : 'no usable bundle',
    isPath: false,
    because,
  };
}
