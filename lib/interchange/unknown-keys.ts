import { meantKey, shownKey, tlsKeys } from '../servers/unknown-fields';

interface Found {
  problem: (sentence: string) => void;
  warning: (sentence: string) => void;
}

/**
 * Reports keys that nothing reads. One that was probably meant to be a TLS setting is a problem, not a warning: without
 * it the server would be verified in another way than its owner wrote.
 */
export function unknownKeys(settings: object, known: readonly string[], at: string, { problem, warning }: Found): void {
  for (const key of Object.keys(settings).filter((name) => !known.includes(name))) {
    const meant = meantKey(key, known);
    if (!meant) warning(`${at}: \`${shownKey(key)}\`: not a setting of a server`);
    else (tlsKeys.includes(meant) ? problem : warning)(`${at}: \`${shownKey(key)}\`: did you mean \`${meant}\`?`);
  }
}
