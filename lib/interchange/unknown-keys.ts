import { meantKey, shownKey, tlsKeys } from '../servers/unknown-fields';

interface Found {
  problem: (sentence: string) => void;
  warning: (sentence: string) => void;
}

/** Whatever other tools call the way a certificate is verified. */
const isAboutTls = /ssl|tls|verif|insecure|cert|(^|[_-])ca([_-]|$)|trust|bundle/i;

/**
 * Reports keys that nothing reads. One that was probably meant to be a TLS setting is a problem, not a warning: without
 * it the server would be verified in another way than its owner wrote.
 */
export function unknownKeys(settings: object, known: readonly string[], at: string, { problem, warning }: Found): void {
  for (const key of Object.keys(settings).filter((name) => !known.includes(name))) {
    const meant = meantKey(key, known) ?? (isAboutTls.test(key) ? 'ssl_verify' : null);
    if (!meant) warning(`${at}: \`${shownKey(key)}\`: not a setting of a server`);
    else (tlsKeys.includes(meant) ? problem : warning)(`${at}: \`${shownKey(key)}\`: did you mean \`${meant}\`?`);
  }
}
