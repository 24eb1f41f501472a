import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeys, issueCertificate } from '../../lab/certificates';
import { nameProblem } from './client-names';
import { nameCases } from './client-names-cases.fixture';
import type { ClientId } from './profiles';

let leaves: X509Certificate[];

beforeAll(async () => {
  const keys = await generateKeys();
  const issued = await Promise.all(
    nameCases.map(([names]) => issueCertificate({ subject: 'CN=unrelated', keys, ...names })),
  );
  leaves = issued.map(({ pem }) => new X509Certificate(pem));
});

const leafAt = (at: number) => leaves[at] ?? expect.fail('no such case');

describe('nameProblem', () => {
  for (const [at, [names, host, takers]] of nameCases.entries()) {
    it(`${JSON.stringify(names)} is taken for ${host} by ${takers || 'nobody'}`, () => {
      const takes = (client: ClientId) => nameProblem(client, host, leafAt(at)) === null;
      expect((takes('python-3.13') ? 'P' : '') + (takes('node') ? 'N' : '') + (takes('curl') ? 'C' : '')).toBe(takers);
      expect(takes('python-3.12')).toBe(takes('python-3.13'));
      expect(takes('node-partial')).toBe(takes('node'));
    });
  }

  it("speaks OpenSSL's words and numbers", () => {
    expect(nameProblem('curl', 'other.example', leafAt(0))).toEqual({ code: 62, reason: 'hostname mismatch' });
    expect(nameProblem('curl', '::1', leafAt(0))).toEqual({ code: 64, reason: 'IP address mismatch' });
  });

  it('refuses for Python a host its ssl module does not take at all', () => {
    const wildcard = leafAt(6);
    for (const host of ['.corp.example', '', '.', `${'l'.repeat(64)}.corp.example`, 'a\0.corp.example']) {
      expect(nameProblem('python-3.13', host, wildcard)?.code).toBe(62);
    }
  });
});
