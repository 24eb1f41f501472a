import { isSecretHeader } from '../servers/secret-header';
import { secretName } from '../servers/url';
import type { CheckTarget } from './target';

/** Every form in which a target's secrets could come back in an answer. */
export function secretsOf({ auth_value, static_headers, url }: CheckTarget): string[] {
  const headers = Object.entries(static_headers)
    .filter(([name, value]) => isSecretHeader(name, value))
    .map(([, value]) => value);
  const query = [...new URL(url).searchParams].filter(([name]) => secretName.test(name)).map(([, value]) => value);
  const whole = [...(auth_value ? [auth_value] : []), ...headers, ...query];
  return [...new Set(whole.flatMap(partsOf).flatMap(spellings))].filter((secret) => secret !== '');
}

/** What of a credential is secret by itself: the token behind its scheme, the password, the values of cookies. */
function partsOf(secret: string): string[] {
  const text = secret.trim();
  const token = text.match(/^\S+\s+(.*)$/s)?.[1] ?? text;
  const basic = /^basic\s/i.test(text) ? Buffer.from(token, 'base64').toString('utf8') : '';
  const cookies = text.split(/;\s*/).map((pair) => pair.split('=').slice(1).join('='));
  return [secret, text, token, passwordOf(text), basic, passwordOf(basic), ...cookies];
}

function passwordOf(userAndPassword: string): string {
  return userAndPassword.split(':').slice(1).join(':');
}

function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [secret, base64, form, form.replaceAll('+', '%20'), JSON.stringify(secret).slice(1, -1)];
}
