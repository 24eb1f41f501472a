import { describe, expect, it } from 'vitest';
import { readEnv } from './env';

const secret = 'correct horse battery';
const oidc = {
  VOUCH_URL: 'https://vouch.corp.example',
  VOUCH_OIDC_ISSUER: 'https://id.corp.example',
  VOUCH_OIDC_CLIENT_ID: 'vouch',
};

const refusal = (source: Record<string, string>) => {
  try {
    readEnv(source as NodeJS.ProcessEnv);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};
const env = (source: Record<string, string>) => readEnv(source as NodeJS.ProcessEnv);

it('has none of it where nothing is set, and an empty variable counts as unset', () => {
  const none = { publicUrl: null, adminEmail: null, adminPassword: null, oidc: null, nextSecretKeyHex: null };
  expect(env({})).toMatchObject(none);
  const names = ['URL', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'SECRET_KEY_NEXT'];
  expect(env(Object.fromEntries(names.map((name) => [`VOUCH_${name}`, ' '])))).toMatchObject(none);
});

describe('VOUCH_URL', () => {
  it.each([
    ['https://vouch.corp.example', 'https://vouch.corp.example'],
    ['https://vouch.corp.example/', 'https://vouch.corp.example'],
    ['HTTPS://Vouch.Corp.Example:443', 'https://vouch.corp.example'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('%s is the origin %s', (VOUCH_URL, publicUrl) => expect(env({ VOUCH_URL }).publicUrl).toBe(publicUrl));

  it.each([
    'vouch.corp.example',
    'https:vouch.corp.example',
    'ftp://vouch.corp.example',
    'https://vouch.corp.example/console',
    'https://vouch.corp.example/a/..',
    'https://vouch.corp.example?a',
    'https://vouch.corp.example#a',
    'https://user:secret@vouch.corp.example',
    'https://evil.example\\@vouch.corp.example',
    'https://vouch.corp.example:99999',
    'https://',
  ])('refuses %s', (VOUCH_URL) => {
    expect(refusal({ VOUCH_URL })).toMatch(/^VOUCH_URL: is an http or https URL without path/);
  });
});

describe('the first administrator', () => {
  it('has an address in lower case and a password without the line break of a file', () => {
    expect(env({ VOUCH_ADMIN_EMAIL: ' Ada@Corp.Example ', VOUCH_ADMIN_PASSWORD: `${secret}\r\n` })).toMatchObject({
      adminEmail: 'ada@corp.example',
      adminPassword: secret,
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ VOUCH_ADMIN_EMAIL: 'ada@corp.example' }, 'VOUCH_ADMIN_EMAIL: needs VOUCH_ADMIN_PASSWORD as well'],
    [{ VOUCH_ADMIN_PASSWORD: secret }, 'VOUCH_ADMIN_PASSWORD: needs VOUCH_ADMIN_EMAIL as well'],
    [{ VOUCH_ADMIN_EMAIL: 'ada', VOUCH_ADMIN_PASSWORD: secret }, 'VOUCH_ADMIN_EMAIL: is an email address'],
    [
      { VOUCH_ADMIN_EMAIL: 'ada@corp.example', VOUCH_ADMIN_PASSWORD: 'elevenchars' },
      'VOUCH_ADMIN_PASSWORD: has 12 to 128 characters',
    ],
    [
      { VOUCH_ADMIN_EMAIL: 'ada@corp.example', VOUCH_ADMIN_PASSWORD: 'elevenchars\n' },
      'VOUCH_ADMIN_PASSWORD: has 12 to 128 characters',
    ],
    [
      { VOUCH_ADMIN_EMAIL: 'ada@corp.example', VOUCH_ADMIN_PASSWORD: 'a'.repeat(129) },
      'VOUCH_ADMIN_PASSWORD: has 12 to 128 characters',
    ],
  ])('is refused for %j', (source, message) => expect(refusal(source)).toBe(message));
});

describe('single sign-on', () => {
  it('has a name, no secret and no domains of its own', () => {
    expect(env(oidc).oidc).toEqual({
      issuer: 'https://id.corp.example',
      clientId: 'vouch',
      clientSecret: null,
      name: 'Single sign-on',
      domains: [],
    });
  });

  it('takes all five, and leaves the issuer as it is written', () => {
    const source = {
      ...oidc,
      VOUCH_OIDC_ISSUER: 'https://id.corp.example/realms/Staff/',
      VOUCH_OIDC_CLIENT_SECRET: secret,
      VOUCH_OIDC_NAME: 'Corp ID',
      VOUCH_OIDC_DOMAINS: 'Corp.Example, eu.corp.example',
    };
    expect(env(source).oidc).toEqual({
      issuer: 'https://id.corp.example/realms/Staff/',
      clientId: 'vouch',
      clientSecret: secret,
      name: 'Corp ID',
      domains: ['corp.example', 'eu.corp.example'],
    });
  });

  it.each(['id.corp.example', 'https://id.corp.example?realm=a', 'https://u:p@id.corp.example', 'file:///etc/passwd'])(
    'refuses the issuer %s',
    (VOUCH_OIDC_ISSUER) =>
      expect(refusal({ ...oidc, VOUCH_OIDC_ISSUER })).toMatch(/^VOUCH_OIDC_ISSUER: is an http or https URL/),
  );

  it.each([
    ',',
    'corp.example,',
    '@corp.example',
    'ada@corp.example',
    '*.corp.example',
    'corp example',
    '-corp.example',
    'corp..example',
  ])('refuses the domains %s', (VOUCH_OIDC_DOMAINS) =>
    expect(refusal({ ...oidc, VOUCH_OIDC_DOMAINS })).toMatch(/^VOUCH_OIDC_DOMAINS: lists email domains/),
  );

  it.each([
    ['VOUCH_OIDC_ISSUER', 'VOUCH_URL'],
    ['VOUCH_OIDC_ISSUER', 'VOUCH_OIDC_CLIENT_ID'],
    ['VOUCH_OIDC_CLIENT_ID', 'VOUCH_OIDC_ISSUER'],
  ] as const)('refuses %s without %s', (name, missing) => {
    expect(refusal({ ...oidc, [missing]: '' })).toBe(`${name}: needs ${missing} as well`);
  });

  it.each(['CLIENT_SECRET', 'NAME', 'DOMAINS'])('refuses VOUCH_OIDC_%s alone', (name) => {
    const variable = `VOUCH_OIDC_${name}`;
    expect(refusal({ [variable]: 'corp.example' })).toBe(`${variable}: needs VOUCH_OIDC_ISSUER as well`);
  });
});

it('takes a next secret key of 64 hexadecimal digits only', () => {
  expect(env({ VOUCH_SECRET_KEY_NEXT: 'aB'.repeat(32) }).nextSecretKeyHex).toBe('aB'.repeat(32));
  expect(refusal({ VOUCH_SECRET_KEY_NEXT: 'ab' })).toMatch(/^VOUCH_SECRET_KEY_NEXT: is 64 hexadecimal digits/);
});

it('never repeats a secret in what it says', () => {
  const short = 'k3y';
  for (const name of [
    'VOUCH_ADMIN_PASSWORD',
    'VOUCH_OIDC_CLIENT_SECRET',
    'VOUCH_SECRET_KEY_NEXT',
    'VOUCH_MASTER_KEY',
  ]) {
    const message = refusal({ VOUCH_ADMIN_EMAIL: 'ada@corp.example', [name]: short });
    expect(message).toContain('VOUCH_');
    expect(message).not.toContain(short);
  }
});
