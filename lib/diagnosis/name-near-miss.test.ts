import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type IssueOptions, issueCertificate } from '../../lab/certificates';
import { nearMisses, usableNames } from './name-near-miss';

async function leafOf(names: Partial<IssueOptions>): Promise<X509Certificate> {
  return new X509Certificate((await issueCertificate({ subject: 'CN=unrelated', ...names })).pem);
}

const commonName = (subject: string) => ({ subject, omitSubjectAltName: true });

/** What the certificate has, the host of the URL, and what is said of them; null: nothing. */
const cases: [names: Partial<IssueOptions>, host: string, sentence: string | null][] = [
  [{ dns: ['mcp.corp.example'] }, 'mcp.corp.example', null],
  [{ dns: ['mcp.corp.example'] }, 'MCP.Corp.Example', null],
  [{ dns: ['mcp.corp.example'] }, 'elsewhere.example', null],
  [
    { dns: ['mcp.corp.example'] },
    'mcp.corp.example.',
    'To some clients the dot at the end of mcp.corp.example. is a part of the name: write mcp.corp.example; Node and curl take it all the same.',
  ],
  [
    { dns: ['mcp.corp.example.'] },
    'mcp.corp.example',
    'The certificate has mcp.corp.example. with a dot at the end, which not all clients leave out; Node and curl take it all the same.',
  ],
  [
    { dns: ['*.corp.example'] },
    'a.b.corp.example',
    '*.corp.example covers one label only: b.corp.example, but not a.b.corp.example.',
  ],
  [
    { dns: ['*.corp.example'] },
    'corp.example',
    '*.corp.example covers the names below corp.example, but not corp.example itself.',
  ],
  [
    { dns: ['*.corp.example'] },
    'my_host.corp.example',
    '*.corp.example does not cover my_host.corp.example everywhere: with a wildcard OpenSSL allows letters, digits and hyphens only; Node and curl take it all the same.',
  ],
  [
    { dns: ['m*.corp.example'] },
    'mcp.corp.example',
    'The wildcard of m*.corp.example is a part of a label, and most clients want it to be the whole; Node takes it all the same.',
  ],
  [
    { dns: ['mcp.*.example'] },
    'mcp.corp.example',
    'The wildcard of mcp.*.example counts for nothing: a wildcard is the whole first label, and there is one.',
  ],
  [
    { dns: ['*.example'] },
    'corp.example',
    '*.example is too wide: a wildcard needs two labels behind it, as in *.corp.example.',
  ],
  [
    { dns: ['.corp.example'] },
    'mcp.corp.example',
    '.corp.example starts with a dot, which is no wildcard: that is written *.corp.example.',
  ],
  [{ dns: ['corp.example'] }, 'www.corp.example', 'The certificate is for corp.example, and not for www.corp.example.'],
  [
    { dns: ['www.corp.example'] },
    'corp.example',
    'The certificate is for www.corp.example, and not for corp.example itself.',
  ],
  [
    { dns: ['mcp.corp.example'] },
    'mcp',
    'The URL has the short name mcp, and the certificate is for the full one, mcp.corp.example.',
  ],
  [
    { dns: ['*.corp.example'] },
    'mcp',
    'The URL has the short name mcp, and the certificate is for the full one, mcp.corp.example.',
  ],
  [
    { dns: ['mcp'] },
    'mcp.corp.example',
    'The URL has the full name mcp.corp.example, and the certificate is for the short one, mcp.',
  ],
  [
    { dns: ['mcp.crop.example'] },
    'mcp.corp.example',
    'mcp.corp.example of the URL and mcp.crop.example of the certificate differ by one slip of the keyboard.',
  ],
  [
    { dns: ['mcp.corp.exampel', 'mcp.corp.exmple'] },
    'mcp.corp.example',
    'mcp.corp.example of the URL and mcp.corp.exampel of the certificate differ by one slip of the keyboard.',
  ],
  [{ dns: ['mpc.crop.example'] }, 'mcp.corp.example', null],
  [
    { dns: ['mcp.corp.example\0.evil.example'] },
    'mcp.corp.example',
    'In the certificate a NUL byte follows mcp.corp.example, which makes it another name.',
  ],
  [
    { subject: 'CN=mcp.corp.example', dns: ['other.example'] },
    'mcp.corp.example',
    'mcp.corp.example stands in the common name only, which does not count beside the names of a subjectAltName.',
  ],
  [
    { subject: 'CN=mcp.corp.example', ip: ['10.0.0.7'] },
    'mcp.corp.example',
    'mcp.corp.example stands in the common name only, which does not count beside the names of a subjectAltName; Python and Node take it all the same.',
  ],
  [
    commonName('CN=mcp.corp.example,CN=other.example'),
    'mcp.corp.example',
    'mcp.corp.example is one of several common names, of which some clients read the last one only; Python and Node take it all the same.',
  ],
  [
    { dns: ['10.0.0.7'] },
    '10.0.0.7',
    '10.0.0.7 stands in the certificate as a DNS name, and clients look for an address among the IP entries only (IP:10.0.0.7).',
  ],
  [
    { dns: ['2001:DB8:0:0::7'] },
    '2001:db8::7',
    '2001:db8::7 stands in the certificate as a DNS name, and clients look for an address among the IP entries only (IP:2001:db8::7).',
  ],
  [
    commonName('CN=10.0.0.7'),
    '10.0.0.7',
    '10.0.0.7 stands in the common name only, and clients look for an address among the IP entries of the subjectAltName (IP:10.0.0.7); curl takes it all the same.',
  ],
  [{ dns: ['*.0.0.7'] }, '10.0.0.7', '*.0.0.7 does not stand for 10.0.0.7: no wildcard covers a part of an address.'],
  [
    { dns: ['*.corp.example', 'mcp.corp.example'] },
    '10.0.0.7',
    'The URL has the address 10.0.0.7, and the certificate is for names only, such as mcp.corp.example.',
  ],
  [
    { ip: ['10.0.0.7'] },
    'mcp.corp.example',
    'The URL has the name mcp.corp.example, and the certificate is for addresses only, such as 10.0.0.7.',
  ],
  [{ ip: ['10.0.0.7'] }, '10.0.0.8', null],
  [{ dns: ['*.example'] }, 'mcp', null],
];

describe('nearMisses', () => {
  it.each(cases)('%j for %s: %s', async (names, host, sentence) => {
    expect(nearMisses(host, await leafOf(names))).toBe(sentence);
  });

  it('puts nothing of the certificate into a sentence that would change how it reads', async () => {
    const leaf = await leafOf(commonName('CN=mcp.\u202ecorp'));
    expect(nearMisses('10.0.0.7', leaf)).toBe(
      'The URL has the address 10.0.0.7, and the certificate is for names only, such as mcp. corp.',
    );
  });
});

describe('usableNames', () => {
  it('lists names and addresses, without the host itself, wildcards and what is no host name', async () => {
    const dns = [
      'MCP.corp.example',
      'other.example',
      '*.corp.example',
      'm*.corp.example',
      '10.0.0.9',
      'a b',
      'x.example\0',
    ];
    const leaf = await leafOf({ dns, ip: ['10.0.0.7', '2001:db8::7'] });
    expect(usableNames(leaf)).toEqual(['mcp.corp.example', 'other.example', '10.0.0.7', '2001:db8::7']);
    expect(usableNames(leaf, '10.0.0.7')).toEqual(['mcp.corp.example', 'other.example', '2001:db8::7']);
  });

  it('fills a wildcard with the label that the host suggests', async () => {
    const leaf = await leafOf({ dns: ['*.corp.example'] });
    expect(usableNames(leaf, 'mcp')).toEqual(['mcp.corp.example']);
    expect(usableNames(leaf, 'mcp.internal')).toEqual(['mcp.corp.example']);
    expect(usableNames(leaf, 'www.mcp.corp.example')).toEqual(['mcp.corp.example']);
    expect(usableNames(leaf, 'corp.example')).toEqual([]);
    expect(usableNames(leaf, '10.0.0.7')).toEqual([]);
    expect(usableNames(leaf)).toEqual([]);
  });

  it('offers only what every client takes', async () => {
    expect(usableNames(await leafOf({ dns: ['mcp.lab.example.', '*.corp.example'] }), 'my_host')).toEqual([]);
    expect(usableNames(await leafOf(commonName('CN=mcp.corp.example,CN=other.example')))).toEqual(['other.example']);
    expect(usableNames(await leafOf({ subject: 'CN=mcp.corp.example', ip: ['10.0.0.7'] }))).toEqual(['10.0.0.7']);
  });

  it('stays quick and short for a certificate with very many names', async () => {
    const leaf = await leafOf({ dns: Array.from({ length: 2000 }, (_, at) => `host-${at}.corp.example`) });
    expect(usableNames(leaf, 'mcp')).toHaveLength(20);
    expect(usableNames(leaf, 'host-1999.internal')[0]).toBe('host-1999.corp.example');
    expect(nearMisses('host-7', leaf)).toContain('host-7.corp.example');
  });
});
