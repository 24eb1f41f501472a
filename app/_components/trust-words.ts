import type { ReportTrust, TrustSource } from '@/lib/trust/types';

const sources: Record<TrustSource, string> = {
  server: 'this server says so',
  'env:SSL_VERIFY': 'SSL_VERIFY',
  config: 'litellm_settings.ssl_verify',
  'env:SSL_CERT_FILE': 'SSL_CERT_FILE',
  default: 'nothing else is set',
};

export interface TrustWords {
  verify: boolean;
  /** What is trusted: "public roots", a path, "nothing (disabled)". */
  words: string;
  /** A path stands in monospace. */
  isPath: boolean;
  /** Which input decided; null when the words say it already. */
  because: string | null;
}

/** A trust decision in the width of a table cell. */
export function trustWords(trust: Pick<ReportTrust, 'verify' | 'source' | 'roots' | 'bundle'>): TrustWords {
  const because = trust.source === 'server' || trust.source === 'default' ? null : sources[trust.source];
  if (!trust.verify) return { verify: false, words: 'nothing (disabled)', isPath: false, because };
  if (trust.bundle) return { verify: true, words: trust.bundle.path, isPath: true, because };
  return {
    verify: true,
    words: trust.roots === 'public' ? 'public roots' : 'no usable bundle',
    isPath: false,
    because,
  };
}

const because: Record<TrustSource, string> = {
  server: 'this server says so',
  'env:SSL_VERIFY': 'SSL_VERIFY says so',
  config: 'litellm_settings.ssl_verify in the YAML file says so',
  'env:SSL_CERT_FILE': 'SSL_CERT_FILE names it and nothing else is set',
  default: 'nothing else is set',
};

/** "Verified against /etc/ssl/corp.pem, because this server says so."; "Checked" where it did not hold. */
export function trustSentence({ verify, source, roots, bundle }: ReportTrust, isTrusted: boolean): string {
  if (!verify) return `Nothing was verified, because ${because[source]}.`;
  if (!bundle && roots !== 'public')
    return `No bundle that could be used, and nothing else is trusted, because ${because[source]}.`;
  const against = bundle
    ? `${bundle.path}${roots === 'bundle+public' ? ' and the public roots' : ''}`
    : 'the public roots';
  return `${isTrusted ? 'Verified' : 'Checked'} against ${against}, because ${because[source]}.`;
}
