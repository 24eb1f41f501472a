import { afterEach, expect, it, vi } from 'vitest';
import { type OpenIdProvider, startOpenIdProvider } from '@/lab/open-id-provider';
import { GET } from './route';

const vouchUrl = 'https://vouch.corp.example';
const account = { sub: 'ana-1', email: 'ana@corp.example', email_verified: true };

afterEach(() => vi.unstubAllEnvs());

async function ask(search: string) {
  const request = new Request(`http://127.0.0.1:3000/api/auth/sso${search}`, { headers: { host: '127.0.0.1:3000' } });
  const response = await GET(request, { params: Promise.resolve({}) });
  return { status: response.status, location: response.headers.get('location'), response };
}

function set(provider: OpenIdProvider): void {
  for (const [name, value] of Object.entries(provider.settings())) vi.stubEnv(name, value);
}

it('sends a browser to the provider with a cookie for the way back', async () => {
  const provider = await startOpenIdProvider({ vouchUrl, account });
  try {
    set(provider);
    const { status, location, response } = await ask('?next=/servers');
    expect(status).toBe(303);
    expect(location).toMatch(new RegExp(`^${provider.issuer}/auth\\?`));
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Secure-vouch\.oauth_state=\w+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  } finally {
    await provider.close();
  }
});

it('brings it back to the sign-in page when the provider does not answer', async () => {
  const provider = await startOpenIdProvider({ vouchUrl, account });
  await provider.close();
  set(provider);
  expect(await ask('?next=/servers%3Fa=b')).toMatchObject({
    status: 303,
    location: '/sign-in?next=%2Fservers%3Fa%3Db&error=provider_unavailable',
  });
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '']) {
    const { location } = await ask(`?${new URLSearchParams({ next })}`);
    expect(location, next).toBe('/sign-in?error=provider_unavailable');
  }
});

it('is not there without a provider', async () => {
  expect((await ask('')).status).toBe(404);
});
