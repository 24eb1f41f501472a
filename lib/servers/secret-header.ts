import { secretName } from './url';

/** Whether a header's value is shown as "[set]": by its name, or because the value is an HTTP credential. */
export function isSecretHeader(name: string, value: string): boolean {
  return secretName.test(name) || /^(bearer|basic|token|digest|negotiate|apikey)\s/i.test(value.trim());
}
