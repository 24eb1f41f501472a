import { describe, expect, it } from 'vitest';
import { type EgressRules, readyRules } from './egress-rules';
import { egressVerdict, nameRefusal } from './egress-verdict';

const rules = (allow: string[], deny: string[]) => readyRules({ allow, deny } satisfies EgressRules);
const verdict = (host: string, address: string, allow: string[], deny: string[] = []) =>
  egressVerdict(host, address, rules(allow, deny));

describe('an address', () => {
  it('is allowed where no rule is against it', () => {
    expect(verdict('mcp.corp', '10.0.0.7', [])).toMatchObject({ isAllowed: true, decidedBy: 'nothing', entry: null });
  });

  it.each([
    ['10.0.0.7', '10.0.0.0/8'],
    ['10.255.255.255', '10.0.0.0/8'],
    ['10.0.0.7', '10.0.0.6/31'],
    ['10.0.0.7', '10.0.0.7'],
    ['fd12::1', 'fd00::/8'],
    ['fd12::1%eth0', 'fd00::/8'],
    ['::1', '::1'],
    ['1.2.3.4', '0.0.0.0/0'],
    ['::ffff:10.0.0.7', '10.0.0.0/8'],
    ['::10.0.0.7', '10.0.0.0/8'],
    ['::ffff:0:10.0.0.7', '10.0.0.0/8'],
    ['64:ff9b::10.0.0.7', '10.0.0.0/8'],
    ['64:ff9b:1::10.0.0.7', '10.0.0.0/8'],
    ['64:ff9b:1:a00:0:700::', '10.0.0.0/8'],
    ['2002:a00:7::1', '10.0.0.0/8'],
    ['2001:0:a00:7::', '10.0.0.0/8'],
    ['2001:0:102:304::f5ff:fff8', '10.0.0.0/8'],
    ['2001:db8::5efe:10.0.0.7', '10.0.0.0/8'],
    ['2001:db8::200:5efe:10.0.0.7', '10.0.0.0/8'],
    ['::ffff:10.0.0.7', '::/0'],
  ])('%s is denied by %s', (address, entry) => {
    const refused = verdict('mcp.corp', address, [], ['192.0.2.0/24', entry]);
    expect(refused).toMatchObject({ isAllowed: false, decidedBy: 'deny', entry });
    expect(refused.reason).toContain(`denied by ${entry} on the deny list`);
    expect(verdict('mcp.corp', address, [], ['192.0.2.0/24'])).toMatchObject({ isAllowed: true });
  });

  it.each([
    ['11.0.0.7', '10.0.0.0/8'],
    ['10.0.0.8', '10.0.0.6/31'],
    ['::1', '0.0.0.0/0'],
    ['fd12::1', '0.0.0.0/0'],
    ['10.0.0.7', '::/0'],
    ['64:ff9b:1::10.0.0.7', '0.0.0.0/8'],
    ['fe00::1', 'fc00::/7'],
  ])('%s is not denied by %s', (address, entry) => {
    expect(verdict('mcp.corp', address, [], [entry])).toMatchObject({ isAllowed: true });
  });

  it.each([
    ['mcp.corp', '10.0.0.7', '10.0.0.0/8'],
    ['mcp.corp', '::ffff:10.0.0.7', '10.0.0.0/8'],
    ['mcp.corp', 'fd12::1', 'fd00::/8'],
    ['mcp.corp', '127.0.0.1', 'mcp.corp'],
    ['MCP.corp.', '127.0.0.1', 'mcp.corp'],
    ['a.mcp.corp', '127.0.0.1', '*.mcp.corp'],
    ['b.a.mcp.corp.', '127.0.0.1', '*.mcp.corp'],
  ])('%s at %s is allowed by %s', (host, address, entry) => {
    expect(verdict(host, address, ['192.0.2.1', 'other.corp', '*.other.corp', entry])).toMatchObject({
      isAllowed: true,
      decidedBy: 'allow',
      entry,
    });
  });

  it.each([
    ['mcp.corp', '11.0.0.7', '10.0.0.0/8'],
    ['mcp.corp', '2002:a00:7::1', '10.0.0.0/8'],
    ['mcp.corp', '64:ff9b::10.0.0.7', '10.0.0.0/8'],
    ['mcp.corp', '::10.0.0.7', '10.0.0.0/8'],
    ['mcp.corp', '::ffff:10.0.0.7', '::/0'],
    ['mcp.corp', '10.0.0.7', '*.mcp.corp'],
    ['xmcp.corp', '10.0.0.7', '*.mcp.corp'],
    ['a.mcp.corp', '10.0.0.7', 'mcp.corp'],
    ['mcp.corp.evil', '10.0.0.7', 'mcp.corp'],
    ['corp', '10.0.0.7', '*.corp'],
  ])('%s at %s is not on a list with %s', (host, address, entry) => {
    const refused = verdict(host, address, [entry]);
    expect(refused).toMatchObject({ isAllowed: false, decidedBy: 'allow_list', entry: null });
    expect(refused.reason).toMatch(/on the allow list$/);
  });

  it('is denied although it is allowed too', () => {
    expect(verdict('mcp.corp', '10.0.0.7', ['10.0.0.0/8', 'mcp.corp'], ['10.0.0.7'])).toMatchObject({
      isAllowed: false,
      decidedBy: 'deny',
      entry: '10.0.0.7',
    });
    expect(verdict('mcp.corp', '10.0.0.7', ['10.0.0.7'], ['*.corp'])).toMatchObject({ decidedBy: 'deny' });
  });

  it('that is never dialled cannot be allowed', () => {
    for (const address of ['169.254.169.254', 'fec0::1', '0.0.0.0', '224.0.0.1', 'not an address']) {
      expect(verdict('mcp.corp', address, ['0.0.0.0/0', '::/0', 'mcp.corp'])).toMatchObject({
        isAllowed: false,
        decidedBy: 'built_in',
      });
    }
  });
});

describe('a name', () => {
  it('is refused before it is looked up where its addresses cannot matter', () => {
    expect(nameRefusal('a.corp', rules([], ['*.corp']))).toMatchObject({ decidedBy: 'deny', entry: '*.corp' });
    expect(nameRefusal('a.example', rules(['*.corp'], []))).toMatchObject({ decidedBy: 'allow_list' });
    expect(nameRefusal('a.example', rules(['*.corp', '10.0.0.7'], []))).toBeNull();
    expect(nameRefusal('a.corp', rules(['*.corp'], []))).toBeNull();
    expect(nameRefusal('169.254.169.254', rules(['*.corp'], []))).toBeNull();
  });
});
