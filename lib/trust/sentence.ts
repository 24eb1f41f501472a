import type { ReportBundle, ReportTrust, TrustSource } from './types';

type Trust = Pick<ReportTrust, 'verify' | 'source' | 'roots' | 'bundle' | 'trail'>;

const because: Record<TrustSource, string> = {
  server: 'this server says so',
  'env:SSL_VERIFY': 'SSL_VERIFY says so',
  config: 'litellm_settings.ssl_verify in the YAML file says so',
  'env:SSL_CERT_FILE': 'SSL_CERT_FILE names it and nothing else is set',
  default: 'nothing else is set',
};

/** How a bundle is called in sentences: `the bundle "Corp"`, "the bundle /etc/ssl/corp.pem". Pure. */
export function bundleTitle({ name, path }: Pick<ReportBundle, 'name' | 'path'>): string {
  return `the bundle ${name ? `"${name}"` : path}`;
}

/** A decision as it stands: "Verified against /etc/ssl/corp.pem, because this server says so." Pure. */
export function decisionSentence(trust: Trust): string {
  return trust.verify ? against('Verified', trust) : `Not verified, because ${because[trust.source]}.`;
}

/** The same, of a check that was made with it; "Checked" where the certificate did not hold. Pure. */
export function resultSentence(trust: Trust, isTrusted: boolean): string {
  if (!trust.verify) return `Nothing was verified, because ${because[trust.source]}.`;
  return against(isTrusted ? 'Verified' : 'Checked', trust);
}

function against(verb: string, trust: Trust): string {
  const reason = because[trust.source];
  if (!trust.bundle && trust.roots !== 'public') {
    return `No bundle that could be used, and nothing else is trusted, because ${reason}.`;
  }
  return `${verb} against ${rootsOf(trust)}, because ${reason}.`;
}

function rootsOf({ bundle, roots, source, trail }: Trust): string {
  if (!bundle) return 'the public roots';
  const isNamedBySslCertFile = trail.some(({ input, used }) => input === 'SSL_CERT_FILE' && used);
  const named = isNamedBySslCertFile && source !== 'env:SSL_CERT_FILE' ? ' (the file SSL_CERT_FILE names)' : '';
  const title = bundle.name ? bundleTitle(bundle) : bundle.path;
  return `${title}${named}${roots === 'bundle+public' ? ' and the public roots' : ''}`;
}
