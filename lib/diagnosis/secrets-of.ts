import { isSecretHeader } from '../servers/secret-header';
import { secretName } from '../servers/url';
import type { CheckTarget } from './check';

/** Every form in which a target's secrets could come back in an answer. */
export function secretsOf({ auth_value, static_headers, url }: CheckTarget): string[] {
  const headers = Object.entries(static_headers)
    .filter(([name, value]) => isSecretHeader(name, value))
    .map(([, value]) => value);
  const query = [...new URL(url).searchParams].filter(([name]) => secretName.test(name)).map(([, value]) => value);
  const own = auth_value
    ? [auth_value, Buffer.from(auth_value, 'utf8').toString('base64'), ...auth_value.split(':').slice(1)]
    : [];
  return [...own, ...headers, ...query];
}
