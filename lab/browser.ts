import { identify } from '../lib/access/identify';
import { beginSingleSignOn } from '../lib/accounts/begin-single-sign-on';
import { finishSingleSignOn } from '../lib/accounts/finish-single-sign-on';

const MAX_REDIRECTS = 10;

export interface Visit {
  location: string;
  /** `Set-Cookie` values. */
  cookies: string[];
}

/**
 * A browser that goes to and fro between the Vouch of this process and an OpenID provider, and keeps the cookies of each.
 * `origin`: of Vouch, as the browser knows it.
 */
export function openBrowser(origin: string, address = '192.0.2.20') {
  const atVouch = new Map<string, string>();
  const atProvider = new Map<string, string>();

  const headers = () => new Headers({ 'x-forwarded-for': address, 'user-agent': 'test', cookie: cookiesIn(atVouch) });

  /** To Vouch; answers where it sends the browser. */
  async function begin(next = '/'): Promise<string> {
    const { url, cookies } = await beginSingleSignOn({ headers: headers(), next });
    keep(atVouch, cookies);
    return url;
  }

  /** At the provider, from page to page, until that sends the browser back to Vouch; answers with which address. */
  async function pass(url: string): Promise<string> {
    let current = url;
    for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
      const answer = await fetch(current, { redirect: 'manual', headers: { cookie: cookiesIn(atProvider) } });
      keep(atProvider, answer.headers.getSetCookie());
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
      await answer.body?.cancel();
      current = new URL(location, current).href;
      if (new URL(current).origin === origin) return current;
    }
    throw new Error('the provider redirects without end');
  }

  /** Back at Vouch, which its framework knows by another name than the browser does. */
  async function finish(url: string): Promise<Visit> {
    const { pathname, search } = new URL(url);
    const request = new Request(`http://127.0.0.1:3000${pathname}${search}`, { headers: headers() });
    const answer = await finishSingleSignOn({ request });
    const cookies = answer.headers.getSetCookie();
    keep(atVouch, cookies);
    return { location: answer.headers.get('location') ?? '', cookies };
  }

  return {
    begin,
    pass,
    finish,
    headers,
    /** Of Vouch, by name. */
    cookies: atVouch,
    signIn: async (next?: string) => finish(await pass(await begin(next))),
    /** Who is signed in at Vouch. */
    who: async () => (await identify(headers()))?.actor ?? null,
  };
}

function cookiesIn(jar: Map<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(jar: Map<string, string>, setCookies: string[]): void {
  for (const setCookie of setCookies) {
    const [pair = '', ...attributes] = setCookie.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isGone = value === '' || attributes.some((one) => /^max-age=0$/i.test(one));
    if (isGone) jar.delete(name);
    else jar.set(name, value);
  }
}
