import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from './read-config';

const server = (settings: string, name = 'payments') =>
  `mcp_servers:\n  ${name}: { url: "https://h.example/mcp", ${settings} }`;
const first = (text: string) => {
  const [found] = readConfig(text).servers;
  if (!found) throw new Error('no server');
  return found;
};

afterEach(() => vi.unstubAllEnvs());

describe('mcp_servers', () => {
  it('are read with every field and the extra names of the file', () => {
    const { server: read, secrets } = first(`
mcp_servers:
  payments:
    url: https://h.example/mcp
    transport: sse
    auth_type: bearer_token
    authentication_token: tok
    access_groups: [finance]
    static_headers: { X-Tenant: blue }
    allowed_tools: [add]
    ssl_verify: /etc/ssl/corp.pem
    include_public_roots: true
    timeout_ms: 500
    mcp_info: { a: 1 }`);
    expect(read).toMatchObject({
      server_name: 'payments',
      transport: 'sse',
      auth_type: 'bearer_token',
      mcp_access_groups: ['finance'],
      allowed_tools: ['add'],
      ssl_verify: '/etc/ssl/corp.pem',
      include_public_roots: true,
      timeout_ms: 500,
      mcp_info: { a: 1 },
    });
    expect(secrets).toEqual({ url: 'https://h.example/mcp', authValue: 'tok', headers: { 'X-Tenant': 'blue' } });
  });

  it.each([
    ['auth_value: tok', 'tok'],
    ['authentication_token: tok, auth_value: tok', 'tok'],
    ['credentials: { auth_value: tok }', 'tok'],
    ['auth_value: null', null],
  ])('take the secret from %s', (settings, value) => {
    expect(first(server(settings)).secrets.authValue).toBe(value);
  });

  it.each<[string, string | null]>([
    ['no', 'false'],
    ['off', 'false'],
    ['false', 'false'],
    ['"False"', 'false'],
    ['yes', 'true'],
    ['~', null],
    ['/etc/ssl/corp.pem', '/etc/ssl/corp.pem'],
  ])('take ssl_verify %s for %j', (text, column) => {
    expect(first(server(`ssl_verify: ${text}`)).server.ssl_verify ?? null).toBe(column);
    const global = readConfig(`mcp_servers: {}\nlitellm_settings: { ssl_verify: ${text} }`);
    expect(global.globalSslVerify).toBe(column);
  });

  it.each([
    ['url: "https://h.example/mcp"', 'payments|https://h.example/mcp|http||'],
    ['transport: sse, auth_type: none, alias: pay', 'payments|https://h.example/mcp|sse|none|pay'],
  ])('have the id that LiteLLM gives them (%s)', (settings, text) => {
    const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const given = settings.startsWith('url') ? 'description: d' : settings;
    expect(first(server(given)).id).toBe(id);
  });

  it('keep an id that the file names, and take the first alias of mcp_aliases where they have none', () => {
    const text = `mcp_servers:
  a: { url: "https://h.example", server_id: mine }
  b: { url: "https://h.example", alias: own }
litellm_settings:
  mcp_aliases: { one: a, two: a, three: b, four: nobody }
  drop_params: true`;
    const { servers, warnings } = readConfig(text);
    expect(servers.map(({ id, server: { alias } }) => [id, alias])).toEqual([
      ['mine', 'one'],
      [expect.any(String), 'own'],
    ]);
    expect(warnings).toEqual(['litellm_settings.mcp_aliases.four: there is no server "nobody" in mcp_servers']);
  });

  it('may be none, and other parts of a gateway’s file are left alone', () => {
    expect(readConfig('mcp_servers: {}').servers).toEqual([]);
    const gateway = 'model_list: [{ api_key: os.environ/UNSET_1 }]\ngeneral_settings: { a: 1 }\nrouter_settings: {}';
    expect(readConfig(gateway)).toEqual({
      servers: [],
      globalSslVerify: null,
      warnings: ['the file has no mcp_servers:'],
    });
  });
});

describe('os.environ/NAME', () => {
  it('is replaced anywhere below mcp_servers and in litellm_settings', () => {
    vi.stubEnv('T_URL', 'https://env.example/mcp');
    vi.stubEnv('T_TOKEN', 'tok');
    vi.stubEnv('T_VERIFY', 'false');
    const text = `
mcp_servers:
  a: { url: os.environ/T_URL, auth_value: os.environ/T_TOKEN, static_headers: { X-A: os.environ/T_TOKEN }, allowed_tools: [os.environ/T_TOKEN] }
litellm_settings: { ssl_verify: os.environ/T_VERIFY }`;
    const { server: read, secrets, id } = first(text);
    expect(secrets).toEqual({ url: 'https://env.example/mcp', authValue: 'tok', headers: { 'X-A': 'tok' } });
    expect(read.allowed_tools).toEqual(['tok']);
    expect(id).toBe(createHash('sha256').update('a|https://env.example/mcp|http||').digest('hex').slice(0, 32));
    expect(readConfig(text).globalSslVerify).toBe('false');
  });

  it.each([undefined, ''])('is an error that names the variable when it is unset (%j)', (value) => {
    vi.stubEnv('T_TOKEN', value);
    expect(() => readConfig(server('auth_value: os.environ/T_TOKEN'))).toThrow(
      'mcp_servers.payments.auth_value: the environment variable T_TOKEN is not set',
    );
    expect(() => readConfig('litellm_settings: { ssl_verify: os.environ/T_TOKEN }')).toThrow(/T_TOKEN is not set/);
  });

  it('inside a longer text is reported, since it is not replaced', () => {
    const { warnings } = readConfig(server('static_headers: { Authorization: Bearer os.environ/T_TOKEN }'));
    expect(warnings).toEqual([expect.stringMatching(/static_headers.Authorization: "os.environ\/" is replaced only/)]);
  });
});

describe('a file with a mistake', () => {
  it('reports an unknown key with the nearest known one', () => {
    expect(readConfig(server('desciption: d, command: npx')).warnings).toEqual([
      'mcp_servers.payments: `desciption`: did you mean `description`?',
      'mcp_servers.payments: `command`: not a setting of a server',
    ]);
  });

  it.each([
    ['ssl_verfiy: false', 'ssl_verify'],
    ['sslVerify: false', 'ssl_verify'],
    ['verify_ssl: false', 'ssl_verify'],
    ['tls_verify: false', 'ssl_verify'],
    ['ca_bundle: /etc/ssl/corp.pem', 'ssl_verify'],
    ['ca_bundleid: corp', 'ca_bundle_id'],
    ['include_public_root: true', 'include_public_roots'],
  ])('is refused when the key was meant to be a TLS setting (%s)', (settings, meant) => {
    const key = settings.split(':')[0];
    expect(() => readConfig(server(settings))).toThrow(`mcp_servers.payments: \`${key}\`: did you mean \`${meant}\`?`);
  });

  it.each<[string, string | RegExp]>([
    ['', 'the file is empty'],
    ['# nothing', 'the file is empty'],
    ['- a', 'the file holds no map'],
    ['mcp_server: {}', '`mcp_server`: did you mean `mcp_servers`?'],
    ['mcp_servers: []', 'mcp_servers is a map'],
    ['mcp_servers: { a: }', 'mcp_servers.a is a map'],
    ['litellm_setting: { ssl_verify: true }', 'did you mean `litellm_settings`?'],
    [
      'litellm_settings: { ssl_verfiy: true }',
      '`litellm_settings.ssl_verfiy`: did you mean `litellm_settings.ssl_verify`?',
    ],
    ['litellm_settings: { ssl_verify: "off" }', 'litellm_settings.ssl_verify "off" is neither'],
    ['litellm_settings: { ssl_verify: [] }', 'litellm_settings.ssl_verify takes true, false'],
    ['litellm_settings: { mcp_aliases: { a: 1 } }', 'mcp_aliases.a: an alias stands for'],
    [server('description: d', 'my-server'), 'mcp_servers.my-server.server_name: Name may not contain "-"'],
    [server('transport: stdio'), 'Transport is "http" or "sse"'],
    [server('static_headers: { X-Debug: 1 }'), 'a header value is a text (in YAML, write a text in quotes)'],
    [server('static_headers: { X-Debug: yes }'), 'write a text in quotes'],
    [server('credentials: { auth_value: "[set]" }'), 'there is none'],
    [
      server('ca_bundle_id: corp, ssl_verify: /etc/ssl/corp.pem'),
      'payments.ssl_verify: ssl_verify says another thing than ca_bundle_id',
    ],
    [server('auth_value: a, authentication_token: b'), 'say different things'],
    ['mcp_servers: { a: { command: npx } }', 'mcp_servers.a.url: URL is missing'],
    ['mcp_servers: { a: { url: "https://u:s3cret@h.example" } }', 'user name or password'],
    [
      'mcp_servers: { a: { url: "https://h", server_id: x }, b: { url: "https://h", server_id: x } }',
      'its server_id is that of another',
    ],
    ['mcp_servers: { a: { url: "https://h" }, " a": { url: "https://g" } }', 'two servers named "a"'],
    [
      `mcp_servers: { ? "${'x'.repeat(10_000)}" : { url: "https://h" } }`,
      /^mcp_servers\.x{60}\S*: Name is longer than 200/,
    ],
  ])('is refused with the place: %j', (text, message) => {
    try {
      readConfig(text);
      expect.unreachable();
    } catch (error) {
      const found = (error as Error).message;
      if (typeof message === 'string') expect(found).toContain(message);
      else expect(found).toMatch(message);
      expect(found).not.toContain('s3cret');
    }
  });

  it('tells all of its problems at once', () => {
    expect(() => readConfig('mcp_servers: { a-b: { url: x }, c: { url: "https://h", transport: 5 } }')).toThrow(
      /a-b\.server_name.*a-b\.url.*c\.transport/s,
    );
  });
});

describe('a file that may have been cut short', () => {
  it('is refused when nothing stands below mcp_servers', () => {
    expect(() => readConfig('mcp_servers:\n')).toThrow(/mcp_servers: has nothing below it/);
    expect(readConfig('mcp_servers: {}').servers).toEqual([]);
  });
});

describe('a key that other tools have for certificate checks', () => {
  it.each(['skip_verify', 'insecure_skip_verify', 'ca_path', 'cert', 'ssl', 'tls', 'ssl_cert_file', 'trust_store'])(
    'refuses %s instead of verifying in another way than was meant',
    (key) => {
      expect(() => first(server(`${key}: true`))).toThrow(/ssl_verify/);
    },
  );
});
