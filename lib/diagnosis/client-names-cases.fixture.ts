/** What a certificate is issued with, beside its key and its issuer. */
interface Names {
  subject?: string;
  dns?: string[];
  ip?: string[];
  omitSubjectAltName?: boolean;
}

const noAltName = (subject: string): Names => ({ subject, omitSubjectAltName: true });
const label = 'l'.repeat(63);

/** Certificates with the hosts that tell the clients apart, and who takes them: P(ython), N(ode), C(url). */
export const nameCases: [names: Names, host: string, takers: string][] = [
  [{ dns: ['mcp.corp.example'] }, 'mcp.corp.example', 'PNC'],
  [{ dns: ['MCP.Corp.example'] }, 'mcp.CORP.example', 'PNC'],
  [{ dns: ['mcp.corp.example'] }, 'mcp.corp.example.', 'NC'],
  [{ dns: ['mcp.corp.example.'] }, 'mcp.corp.example', 'NC'],
  [{ dns: ['mcp.corp.example.'] }, 'mcp.corp.example.', 'PNC'],
  [{ dns: ['.corp.example'] }, 'mcp.corp.example', ''],
  [{ dns: ['mcp.corp.example '] }, 'mcp.corp.example', ''],
  [{ dns: ['*.corp.example'] }, 'mcp.corp.example', 'PNC'],
  [{ dns: ['*.corp.example'] }, 'a.b.corp.example', ''],
  [{ dns: ['*.corp.example'] }, 'corp.example', ''],
  [{ dns: ['*.corp.example'] }, 'mcp', ''],
  [{ dns: ['*.corp.example'] }, 'a_b.corp.example', 'NC'],
  [{ dns: ['*.corp.example'] }, 'xn--mnchen-3ya.corp.example', 'PNC'],
  [{ dns: ['*.corp.example.'] }, 'mcp.corp.example', 'NC'],
  [{ dns: ['*.example'] }, 'corp.example', ''],
  [{ dns: ['*'] }, 'mcp', ''],
  [{ dns: ['m*.corp.example'] }, 'mcp.corp.example', 'N'],
  [{ dns: ['*p.corp.example'] }, 'mcp.corp.example', 'N'],
  [{ dns: ['m*p.corp.example'] }, 'mcp.corp.example', 'N'],
  [{ dns: ['xn--*.corp.example'] }, 'xn--mnchen-3ya.corp.example', ''],
  [{ dns: ['mcp.*.example'] }, 'mcp.corp.example', ''],
  [{ dns: ['*.*.example'] }, 'mcp.corp.example', ''],
  [{ dns: ['my_host.corp.example'] }, 'my_host.corp.example', 'PNC'],
  [{ dns: ['localhost'] }, 'localhost', 'PNC'],
  [{ dns: ['mcp.corp.example\0.evil.example'] }, 'mcp.corp.example', ''],
  [{ dns: ['other.example, DNS:mcp.corp.example'] }, 'mcp.corp.example', ''],
  [{ dns: [`${label}.${label}.corp.example`] }, `${label}.${label}.corp.example`, 'PNC'],
  [{ ip: ['127.0.0.1'] }, '127.0.0.1', 'PNC'],
  [{ ip: ['127.0.0.1'] }, '127.0.0.2', ''],
  [{ ip: ['2001:db8::7'] }, '2001:db8::7', 'PNC'],
  [{ ip: ['127.0.0.1'] }, '::ffff:7f00:1', ''],
  [{ dns: ['127.0.0.1', '::1'] }, '127.0.0.1', ''],
  [{ dns: ['127.0.0.1', '::1'] }, '::1', ''],
  [{ dns: ['*.0.0.1'] }, '127.0.0.1', ''],
  [noAltName('CN=127.0.0.1'), '127.0.0.1', 'C'],
  [noAltName('CN=mcp.corp.example'), 'mcp.corp.example', 'PNC'],
  [noAltName('CN=*.corp.example'), 'mcp.corp.example', 'PNC'],
  [noAltName('CN=mcp.corp.example,CN=other.example'), 'mcp.corp.example', 'PN'],
  [noAltName('CN=mcp.corp.example,CN=other.example'), 'other.example', 'PNC'],
  [noAltName('O=mcp.corp.example'), 'mcp.corp.example', ''],
  [noAltName(''), 'mcp.corp.example', ''],
  [{ subject: 'CN=mcp.corp.example', dns: ['other.example'] }, 'mcp.corp.example', ''],
  [{ subject: 'CN=mcp.corp.example', ip: ['127.0.0.1'] }, 'mcp.corp.example', 'PN'],
  [{ subject: 'CN=mcp.corp.example', dns: [], ip: [] }, 'mcp.corp.example', 'PNC'],
];
/** Asked of every certificate, beside its own host. */
export const commonHosts = [
  'mcp.corp.example',
  'MCP.CORP.EXAMPLE.',
  'corp.example',
  'a.b.corp.example',
  'a_b.corp.example',
  'other.example',
  'mcp',
  '127.0.0.1',
  '::1',
];
