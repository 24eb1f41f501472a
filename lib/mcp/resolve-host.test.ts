import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Issued, issueCertificate } from '../../lab/certificates';
import { listen } from '../../lab/listen';
import { openTcpSocket, openTlsSocket } from '../trust/open-socket';
import { resolveTrust } from '../trust/resolve';
import { setEgressRules } from './egress-rules';
import { McpFailure } from './failure';
import { allowedOf, resolveHost } from './resolve-host';

const addresses = (...list: string[]) => list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

afterEach(() => setEgressRules({ allow: [], deny: [] }));

async function refusal(host: string): Promise<string> {
  const error = await resolveHost(host).catch((caught) => caught);
  if (!(error instanceof McpFailure)) throw new Error('it was not refused', { cause: error });
  expect(error.code).toBe('address_not_allowed');
  return error.message;
}

describe('the addresses of a name', () => {
  it('are dialled without the forbidden ones among them', () => {
    expect(allowedOf('mcp.corp', addresses('169.254.169.254', '10.0.0.7', 'fe80::1'))).toEqual(addresses('10.0.0.7'));
    expect(allowedOf('mcp.corp', addresses('10.0.0.7', '::1'))).toEqual(addresses('10.0.0.7', '::1'));
  });

  it('are refused when all of them are forbidden, and all are named', () => {
    const attempt = () => allowedOf('metadata.evil', addresses('169.254.169.254', '::ffff:a9fe:a9fe'));
    expect(attempt).toThrow(McpFailure);
    expect(attempt).toThrow('metadata.evil leads to 169.254.169.254, ::ffff:a9fe:a9fe:');
  });

  it('are dialled without those that the rules in force refuse', () => {
    setEgressRules({ allow: [], deny: ['10.0.0.0/8', 'fd00::/8'] });
    expect(allowedOf('mcp.corp', addresses('10.0.0.7', '192.168.0.7', 'fd00::7'))).toEqual(addresses('192.168.0.7'));
    setEgressRules({ allow: ['fd00::/8'], deny: [] });
    expect(allowedOf('mcp.corp', addresses('10.0.0.7', 'fd00::7'))).toEqual(addresses('fd00::7'));
  });

  it('are refused with the address, the entry and its list, and whom to ask', async () => {
    setEgressRules({ allow: [], deny: ['127.0.0.0/8', '::1', '*.corp.example'] });
    expect(await refusal('127.0.0.1')).toBe(
      '127.0.0.1 is denied by 127.0.0.0/8 on the deny list. An admin can change the rules under Settings, Egress.',
    );
    expect(await refusal('localhost')).toMatch(
      /^localhost leads to .*127\.0\.0\.1.*: .*127\.0\.0\.1 is denied by 127\.0\.0\.0\/8 on the deny list.*Settings, Egress\.$/,
    );
    // No name server knows it, and none is asked.
    expect(await refusal('no-such-host.corp.example')).toBe(
      'no-such-host.corp.example is denied by *.corp.example on the deny list. An admin can change the rules under Settings, Egress.',
    );
    setEgressRules({ allow: ['10.0.0.0/8'], deny: [] });
    expect(await refusal('127.0.0.1')).toMatch(/^127\.0\.0\.1 is not on the allow list\. An admin/);
    expect(await refusal('localhost')).toMatch(/localhost and 127\.0\.0\.1 are not on the allow list/);
    expect(await refusal('169.254.169.254')).not.toMatch(/admin/);
  });

  it('are refused in a sentence of some length, however many there are', () => {
    const many = addresses(...Array.from({ length: 300 }, (_, index) => `169.254.1.${index % 256}`));
    const attempt = () => allowedOf('metadata.evil', many);
    expect(attempt).toThrow('and 252 more');
    expect(attempt).not.toThrow('169.254.1.9');
  });

  it.each(['127.0.0.1', '::1'])('are not asked for when the host is the address %s', async (host) => {
    expect(await resolveHost(host)).toEqual(addresses(host));
  });

  it.each(['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254'])('are refused for the host %s', async (host) => {
    await expect(resolveHost(host)).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('of localhost are found with a dot at its end too (RFC 6761 section 6.3)', async () => {
    expect(await resolveHost('localhost.')).toEqual(await resolveHost('localhost'));
  });

  it('of names under localhost are loopback, whatever the machine knows (RFC 6761 section 6.3)', async () => {
    expect(await resolveHost('mcp.corp.localhost')).toEqual(await resolveHost('localhost'));
    expect(await resolveHost('a.LOCALHOST.')).toEqual(await resolveHost('localhost'));
    await expect(resolveHost('localhost.invalid')).rejects.toMatchObject({ code: 'dns_not_found' });
  });

  it('that nobody knows are an outcome that names the host', async () => {
    await expect(resolveHost('no-such-host.invalid')).rejects.toMatchObject({
      code: 'dns_not_found',
      message: expect.stringContaining('no-such-host.invalid'),
    });
  });
});

describe('a connection', () => {
  let directory: string;
  let certificate: Issued;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'vouch-pin-'));
    certificate = await issueCertificate({ subject: 'CN=pinned', dns: ['pinned.invalid'] });
    await writeFile(join(directory, 'ca.pem'), certificate.pem);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('goes nowhere when the host is an address that was not checked', async () => {
    const server = createServer();
    let count = 0;
    server.on('connection', () => {
      count += 1;
    });
    const { port, close } = await listen(server);
    for (const checked of [addresses(), addresses('127.0.0.2')]) {
      expect(() => openTcpSocket({ host: '127.0.0.1', port, addresses: checked })).toThrow('127.0.0.1 was not checked');
    }
    const lost = openTcpSocket({ host: 'pinned.invalid', port, addresses: [] });
    await new Promise((resolve) => lost.once('error', resolve));
    expect(count).toBe(0);
    await close();
  });

  it('goes to the addresses that were checked, and the name is not looked up again', async () => {
    const names: string[] = [];
    const server = createServer({
      key: certificate.keyPem,
      cert: certificate.pem,
      SNICallback: (name, callback) => {
        names.push(name);
        callback(null);
      },
    });
    const { port, close } = await listen(server);
    const trust = await resolveTrust({
      ssl_verify: join(directory, 'ca.pem'),
      ca_bundle_id: null,
      include_public_roots: false,
    });
    // No name server knows this name, so a second look-up would fail.
    for (const host of ['pinned.invalid', 'pinned.invalid.']) {
      const socket = openTlsSocket({ host, port, addresses: addresses('127.0.0.1') }, trust);
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      expect([socket.authorized, socket.remoteAddress]).toEqual([true, '127.0.0.1']);
      socket.destroy();
    }
    const wrong = openTlsSocket({ host: 'other.invalid', port, addresses: addresses('127.0.0.1') }, trust);
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => wrong.once('error', resolve));
    expect(error.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(names.slice(0, 2)).toEqual(['pinned.invalid', 'pinned.invalid']);
    await close();
  });
});
