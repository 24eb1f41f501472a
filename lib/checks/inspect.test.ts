import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { type Lab, startLab } from '../../lab/start';
import { admin as actor } from '../access/actors.fixture';
import { inspectChain } from './inspect';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    only: ['no-aki', 'missing-intermediate', 'good-intermediate', 'plain-http', 'client-certificate'],
  });
}, 60_000);
afterAll(() => lab.close());

const inspect = (input: object) => inspectChain({ actor, input });
const roots = () => readFile(lab.rootPath, 'utf8');
const addressOf = (name: string) => new URL(lab.server(name).url).host;

describe('an inspection', () => {
  it('of an address gives the same diagnosis as a test, and sends no request', async () => {
    const front = lab.front('no-aki');
    front.resetCounts();
    const result = await inspect({ address: addressOf('no-aki'), roots: await roots() });
    expect(result).toMatchObject({ ok: true, subject: addressOf('no-aki'), tls: { authorized: true } });
    expect(result.findings.map(({ code, clients }) => [code, clients])).toEqual([
      ['missing_authority_key_identifier', ['python-3.13']],
    ]);
    expect(result.tls?.path.map(({ origin }) => origin)).toEqual(['sent', 'sent', 'bundle']);
    expect(result.repairs[0]).toMatchObject({ kind: 'reissue', rehearsed: true });
    expect(front.requests).toBe(0);
  });

  it('of an address that refuses, does not speak TLS or is not there says so', async () => {
    const missing = await inspect({ address: lab.server('missing-intermediate').url, roots: await roots() });
    expect(missing).toMatchObject({ ok: false, tls: { authorized: false } });
    expect(missing.findings[0]?.code).toBe('missing_intermediate');
    expect(missing.tls?.path.at(-1)?.origin).toBe('missing');
    const plain = await inspect({ address: addressOf('plain-http') });
    expect([plain.findings[0]?.code, plain.tls, plain.clients]).toEqual(['not_tls', null, []]);
    expect((await inspect({ address: '127.0.0.1:1' })).findings[0]?.code).toBe('connection_refused');
    expect((await inspect({ address: '169.254.169.254' })).findings[0]?.code).toBe('address_not_allowed');
    expect((await inspect({ address: 'no-such-host.invalid' })).findings[0]?.code).toBe('dns_not_found');
  });

  it('of a pasted chain judges it, the name too when one is given, and proves nothing without a server', async () => {
    const leaf = lab.server('missing-intermediate').sent ?? '';
    const result = await inspect({ chain: leaf, roots: await roots(), host: 'other.corp' });
    expect(result.ok).toBe(false);
    expect(result.findings.map(({ code }) => code)).toEqual(['missing_intermediate', 'hostname_mismatch']);
    const nameless = await inspect({ chain: leaf, roots: await roots() });
    expect(nameless.findings.map(({ code }) => code)).toEqual(['missing_intermediate']);
    expect(nameless.repairs.length).toBeGreaterThan(0);
    expect(nameless.repairs.filter(({ proven }) => proven)).toEqual([]);
    const whole = leaf + (await readFile(lab.intermediatePath, 'utf8'));
    const accepted = await inspect({ chain: whole, roots: await roots(), host: 'LOCALHOST' });
    expect(accepted).toMatchObject({ ok: true, repairs: [] });
    expect(accepted.clients.every(({ verdict }) => verdict === 'accept')).toBe(true);
  });

  it.each(['a/b', 'a@b', 'a\nb', 'a:1', '?'])('refuses the host %j', async (host) => {
    const chain = (await issueCertificate({ subject: 'CN=alone' })).pem;
    await expect(inspect({ chain, host })).rejects.toMatchObject({ code: 'bad_input', issues: [{ path: ['host'] }] });
    expect((await inspect({ chain, host: '::1' })).tls?.chain).toHaveLength(1);
  });

  it('takes no more roots than a bundle holds', async () => {
    const many = `${await roots()}`.repeat(501);
    await expect(inspect({ chain: await roots(), roots: many })).rejects.toMatchObject({
      issues: [{ path: ['roots'], message: expect.stringContaining('at most 500') }],
    });
  });

  it('takes DER in base64', async () => {
    const { pem } = await issueCertificate({ subject: 'CN=alone' });
    const der = pem.replace(/-----[^-]+-----|\s/g, '');
    const result = await inspect({ chain: der });
    expect(result.tls?.chain.map(({ subject }) => subject)).toEqual(['CN=alone']);
    expect(result.findings[0]?.code).toBe('self_signed_certificate');
    expect(result.sentence).toBe('Verified against the public roots, because nothing else is set.');
  });

  it.each([
    [{}, 'address'],
    [{ address: 'a', chain: 'b' }, 'address'],
    [{ address: 'http://plain.example' }, 'address'],
    [{ address: 'https://user:secret@host' }, 'address'],
    [{ address: 'not a host' }, 'address'],
    [{ chain: 'nonsense' }, 'chain'],
    [{ chain: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' }, 'chain'],
    [{ address: 'localhost', roots: 'nonsense' }, 'roots'],
    [{ address: 'localhost', roots: 'a', ca_bundle_id: 'b' }, 'roots'],
  ])('refuses %j and names the field', async (input, field) => {
    const failure = await inspect(input).catch((error) => error);
    expect(failure).toMatchObject({ code: 'bad_input' });
    expect(failure.issues[0].path).toEqual([field]);
    expect(failure.message).not.toContain('secret');
  });

  it('ends when the caller gives up', async () => {
    const controller = new AbortController();
    const running = inspectChain({ actor, input: { address: '10.255.255.1' }, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});
