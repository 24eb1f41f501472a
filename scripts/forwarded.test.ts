import { describe, expect, it } from 'vitest';
import { parseTrustedProxies } from './addresses.mjs';
import { type Received, readForwarded } from './forwarded.mjs';

const proxies = '10.0.0.0/8, 192.0.2.1, 2001:db8:ffff::/48';
const host = 'vouch.corp.example';
const read = (given: Partial<Omit<Received, 'lines'>> & { lines?: Partial<Received['lines']> } = {}) =>
  readForwarded({
    peer: '10.0.0.1',
    isTls: false,
    host,
    trusted: parseTrustedProxies(proxies),
    ...given,
    lines: { for: [], proto: [], host: [], ...given.lines },
  });

describe('without a trusted proxy', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:cb00:7109', '203.0.113.9'],
    ['2001:DB8:0::7', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['192.0.2.2', '192.0.2.2'],
    ['2001:db8:fffe:ffff::1', '2001:db8:fffe:ffff::1'],
  ])('the client is the peer %s, whatever it writes', (peer, address) => {
    const lines = { for: ['198.51.100.1'], proto: ['https'], host: ['evil.example'] };
    expect(read({ peer, lines })).toEqual({ for: address, proto: 'http', host });
    expect(read({ peer, lines, isTls: true }).proto).toBe('https');
    expect(readForwarded({ peer, isTls: false, host, trusted: [], lines: { ...lines } }).for).toBe(address);
  });
});

describe('behind a trusted proxy', () => {
  it.each<[string, string[], string]>([
    ['nothing', [], '10.0.0.1'],
    ['an empty list', ['', ' , '], '10.0.0.1'],
    ['one address', ['203.0.113.9'], '203.0.113.9'],
    ['an address that somebody wrote before', ['198.51.100.1, 203.0.113.9'], '203.0.113.9'],
    ['a trusted address that somebody wrote before', ['10.0.0.9, 203.0.113.9'], '203.0.113.9'],
    ['a chain of proxies', ['198.51.100.1, 203.0.113.9, 192.0.2.1, 10.9.9.9'], '203.0.113.9'],
    ['proxies only', ['10.0.0.3, 10.0.0.2'], '10.0.0.3'],
    ['several lines', ['198.51.100.1', '203.0.113.9,10.0.0.2', '10.0.0.3'], '203.0.113.9'],
    ['empty elements', ['203.0.113.9, , 10.0.0.2,,'], '203.0.113.9'],
    ['a port', ['203.0.113.9:4711'], '203.0.113.9'],
    ['brackets', ['[2001:db8::7]'], '2001:db8::7'],
    ['brackets and a port', ['[2001:DB8::7]:4711'], '2001:db8::7'],
    ['IPv6 as it is', ['2001:db8::7'], '2001:db8::7'],
    ['a mapped address of a proxy', ['203.0.113.9, ::ffff:10.0.0.2'], '203.0.113.9'],
    ['a mapped client', ['::ffff:203.0.113.9'], '203.0.113.9'],
    ['a trusted IPv6 proxy', ['203.0.113.9, [2001:db8:ffff::1]:80'], '203.0.113.9'],
  ])('%s: the client is the nearest address that is not trusted', (_, lines, address) => {
    expect(read({ lines: { for: lines } }).for).toBe(address);
    expect(read({ peer: '::ffff:10.0.0.1', lines: { for: lines } }).for).toBe(address);
  });

  it.each([
    'unknown',
    '_hidden',
    '"[2001:db8::7]"',
    'client.example',
    '203.0.113.9.evil.example',
    '203.0.113',
    '203.0.113.256',
    '0x7f.0.0.1',
    '2130706433',
    '127.1',
    '010.0.0.1',
    '[203.0.113.9]',
    '[2001:db8::7',
    '[]',
    '2001:db8::7%eth0',
    '203.0.113.9:http',
    '203.0.113.9 198.51.100.1',
    'for=203.0.113.9',
    '203.0.113.9\u0000',
  ])('an entry that is no address (%j) ends the walk at the proxy that wrote it', (entry) => {
    expect(read({ lines: { for: [`198.51.100.1, ${entry}`] } }).for).toBe('10.0.0.1');
    expect(read({ lines: { for: [`198.51.100.1, ${entry}, 10.0.0.2`] } }).for).toBe('10.0.0.2');
  });

  it('looks through 32 proxies and no more', () => {
    const chain = (length: number) =>
      ['203.0.113.9', ...Array.from({ length }, (_, index) => `10.1.1.${index}`)].join();
    expect(read({ lines: { for: [chain(31)] } }).for).toBe('203.0.113.9');
    expect(read({ lines: { for: [chain(32)] } }).for).toBe('10.1.1.0');
    expect(read({ lines: { for: [chain(200)] } }).for).toBe('10.1.1.168');
  });

  it.each<[string[], boolean, string]>([
    [[], false, 'http'],
    [[], true, 'https'],
    [['https'], false, 'https'],
    [['HTTPS '], false, 'https'],
    [['http'], true, 'http'],
    [['https, http'], false, 'http'],
    [['http', 'https'], false, 'https'],
    [['javascript'], false, 'http'],
    [['https, nonsense'], false, 'http'],
    [['httpss'], true, 'https'],
  ])('takes the scheme from the nearest proxy: %j, TLS %s', (proto, isTls, expected) => {
    expect(read({ isTls, lines: { proto } }).proto).toBe(expected);
  });

  it.each([
    [[], host],
    [['console.corp.example'], 'console.corp.example'],
    [['console.corp.example:8443'], 'console.corp.example:8443'],
    [['[2001:db8::7]:8443'], '[2001:db8::7]:8443'],
    [['evil.example, console.corp.example'], 'console.corp.example'],
    [['evil.example', 'console.corp.example'], 'console.corp.example'],
    [['user@evil.example'], host],
    [['evil.example/path'], host],
    [['a b'], host],
    [['console.corp.example:99999'], host],
  ])('takes the name from the nearest proxy: %j', (lines, expected) => {
    expect(read({ lines: { host: lines } }).host).toBe(expected);
  });
});

describe('VOUCH_TRUSTED_PROXIES', () => {
  it.each([
    ['', '10.0.0.1', false],
    [' , ', '10.0.0.1', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['10.0.0.0/31,', '10.0.0.1', true],
    ['10.0.0.0/31', '10.0.0.2', false],
    ['10.0.0.7/8', '10.255.0.1', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '203.0.113.9', false],
    ['::1', '127.0.0.1', false],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '11.1.2.3', false],
    ['::ffff:10.0.0.1', '10.0.0.1', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
  ])('%j and the peer %s: trusted is %s', (list, peer, isTrusted) => {
    const trusted = parseTrustedProxies(list);
    expect(read({ peer, trusted, lines: { for: ['198.51.100.1'] } }).for === '198.51.100.1').toBe(isTrusted);
  });

  it.each([
    'proxy.corp.example',
    'loopback',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10/8',
    '10.1',
    '0x0a000001',
    '2001:db8::/129',
    '::ffff:10.0.0.0/8',
    'fe80::1%eth0',
    '[::1]',
    '10.0.0.1:80',
    '*',
  ])('refuses %s by name', (entry) => {
    expect(() => parseTrustedProxies(`10.0.0.1, ${entry}`)).toThrow(
      `VOUCH_TRUSTED_PROXIES: "${entry}" is neither an IP address nor a range`,
    );
  });
});
