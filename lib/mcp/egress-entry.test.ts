import { describe, expect, it } from 'vitest';
import { readEntry } from './egress-entry';

function text(given: string): string {
  const read = readEntry(given);
  if ('problem' in read) throw new Error(read.problem);
  return `${read.entry.kind} ${read.entry.text}`;
}

function problem(given: string): string {
  const read = readEntry(given);
  if ('entry' in read) throw new Error(`it was read as ${read.entry.text}`);
  return read.problem;
}

describe('an entry', () => {
  it.each([
    ['10.0.0.7', 'range 10.0.0.7'],
    [' 10.0.0.7/32 ', 'range 10.0.0.7'],
    ['10.0.0.0/8', 'range 10.0.0.0/8'],
    ['0.0.0.0/0', 'range 0.0.0.0/0'],
    ['0:0:0:0:0:0:0:1', 'range ::1'],
    ['::1/128', 'range ::1'],
    ['FD00::/8', 'range fd00::/8'],
    ['::/0', 'range ::/0'],
    ['64:ff9b::10.0.0.7', 'range 64:ff9b::a00:7'],
    ['::10.0.0.7', 'range ::a00:7'],
    ['localhost', 'name localhost'],
    ['my_service', 'name my_service'],
    ['MCP.Corp.Example.', 'name mcp.corp.example'],
    ['bücher.example', 'name xn--bcher-kva.example'],
    ['mcp。corp', 'name mcp.corp'],
    ['*.Corp.example.', 'below *.corp.example'],
    ['*.localhost', 'below *.localhost'],
  ])('%s is %s', (given, expected) => {
    expect(text(given)).toBe(expected);
    expect(text(text(given).replace(/^\w+ /, ''))).toBe(expected);
  });

  it.each([
    ['10.0.0.1/8', /has bits set behind its prefix: write 10\.0\.0\.0\/8$/],
    ['fd00::1/8', /write fd00::\/8$/],
    ['10.0.0.255/31', /write 10\.0\.0\.254\/31$/],
    ['10.0.0.0/33', /has a prefix of 33 bits: IPv4 addresses have 32$/],
    ['fd00::/129', /IPv6 addresses have 128$/],
    ['10.0.0.0/', /needs a number of bits behind the slash, as in 10\.0\.0\.0\/24$/],
    ['10.0.0.0/08', /needs a number of bits/],
    ['10.0.0.0/255.0.0.0', /as in 10\.0\.0\.0\/8$/],
    ['10.0.0.0/8/9', /needs a number of bits/],
    ['::ffff:10.0.0.1', /IPv4 address in IPv6 form: write 10\.0\.0\.1$/],
    ['::ffff:10.0.0.0/104', /IPv4 range in IPv6 form: write 10\.0\.0\.0\/8$/],
    ['fe80::1%eth0', /names a network interface: write fe80::1$/],
    ['[::1]', /has brackets: write ::1$/],
    ['[::1]:443', /has brackets and a port: write ::1$/],
    ['1::2::3', /is no IPv6 address$/],
    ['64:ff9b::010.0.0.7', /is no IPv6 address$/],
    ['10.0.0.0/255.0.255.0', /as in 10\.0\.0\.0\/24$/],
    ['fd00::/', /as in fd00::\/64$/],
    ['127.1', /unusual form of an IPv4 address: write 127\.0\.0\.1$/],
    ['0177.0.0.1', /write 127\.0\.0\.1$/],
    ['0x7f000001', /write 127\.0\.0\.1$/],
    ['2130706433', /write 127\.0\.0\.1$/],
    ['１２７.０.０.１', /write 127\.0\.0\.1$/],
    ['127.0.0.1.', /write 127\.0\.0\.1$/],
    ['256.0.0.1', /is no host name, IP address or CIDR range$/],
    ['10.0.0.1-10.0.0.9', /is no host name/],
    ['*', /covers everything: for that write 0\.0\.0\.0\/0 and ::\/0$/],
    ['*.*.x', /has a star elsewhere than at its beginning/],
    ['mcp.*.x', /has a star elsewhere/],
    ['*corp', /has a star elsewhere/],
    ['*.10.0.0.1', /puts a star before an address$/],
    ['*.', /is no host name/],
    ['.corp.example', /write \*\.corp\.example$/],
    ['https://mcp.corp.example:8443/mcp', /is a URL: write the host alone, as in mcp\.corp\.example$/],
    ['mcp.corp:8443', /has a port in it, and rules hold for every port: write the host alone, as in mcp\.corp$/],
    ['10.0.0.1:80', /as in 10\.0\.0\.1$/],
    ['mcp.corp/mcp', /write the host alone, as in mcp\.corp$/],
    ['10.0.0.0/8, 10.1.0.0/16', /write one entry a line$/],
    ['10.0.0.0/8 # office', /write one entry a line$/],
    ['a..b', /is no host name/],
    ['-a.b', /is no host name/],
    ['%6cocalhost', /is no host name/],
    [`${'a'.repeat(64)}.b`, /is no host name/],
    ['a.'.repeat(140), /is no host name/],
    ['a'.repeat(301), /^is longer than 300 characters$/],
    ['  ', /^is empty$/],
  ])('%s is refused with what to write', (given, reason) => {
    expect(problem(given)).toMatch(reason);
  });

  it('is not repeated where it may hold a secret, and keeps the direction of the sentence', () => {
    expect(problem('https://ana:hunter2@mcp.corp/')).toBe('this entry is a URL: write the host alone, as in mcp.corp');
    expect(problem('mcp.corp/mcp?token=hunter2')).toBe(
      'this entry has a slash behind what is no IP address: write the host alone, as in mcp.corp',
    );
    expect(problem('a\u202eb')).toBe('"a b" is no host name, IP address or CIDR range');
  });
});
