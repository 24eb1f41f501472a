import '../../lab/reflect-api';
import { Extension } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { issueCertificate } from '../../lab/certificates';
import { type Certificate, readCertificate } from '../x509/certificate';
import { issuerUrls } from './aia';
import { findingCodes } from './codes';
import { rehearse } from './rehearse';
import { decodeOid, encode, encodeOid } from './reissue-der';
import { planReissue } from './reissue-plan';
import { reissueSteps } from './reissue-steps';
import { readTbs } from './reissue-tbs';
import { sendSteps } from './send-steps';

const now = new Date();
const host = 'mcp.corp.example';

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('planReissue', () => {
  it('copes with whatever Node reads as a certificate, and so do rehearsal and steps', async () => {
    const root = await issueCertificate({ subject: 'CN=Root', isCa: true });
    const access = new Extension(
      '1.3.6.1.5.5.7.1.1',
      false,
      new Uint8Array(Buffer.from('300c300a06082b06010505073002', 'hex')),
    );
    const leaf = await issueCertificate({ subject: `CN=${host},O=Corp`, issuer: root, extraExtensions: [access] });
    const der = Buffer.from(leaf.certificate.rawData);
    const anchor = readCertificate(root.pem);
    const next = numbers(1);
    let readable = 0;
    for (let round = 0; round < 500; round += 1) {
      const bytes = Buffer.from(der);
      for (let flips = 1 + next(3); flips > 0; flips -= 1) bytes[next(bytes.length)] = next(256);
      const certificate = read(bytes);
      if (!certificate) continue;
      readable += 1;
      const code = findingCodes[next(findingCodes.length)] ?? 'weak_key';
      const path = [certificate, anchor];
      const fixes = planReissue({ path, findings: [{ code, certificate: 0, sha256: null }], host, now });
      await rehearse({ path, fixes });
      fixes.map(reissueSteps);
      sendSteps(path);
      issuerUrls(certificate);
    }
    expect(readable).toBeGreaterThan(100);
  });
});

function read(bytes: Buffer): Certificate | null {
  try {
    return readCertificate(bytes);
  } catch {
    return null;
  }
}

describe('object identifiers', () => {
  it.each([
    '2.5.29.17',
    '1.3.6.1.4.1.99999.1',
    '2.999.3',
    '0.9.2342.19200300.100.1.25',
    '2.25.329800735698586629295641978511506172918',
  ])('come back as they were: %s', (oid) => {
    expect(decodeOid(encodeOid(oid).subarray(2))).toBe(oid);
  });

  it('are as Node has them in a certificate', async () => {
    const value = new Uint8Array(encode(0x05));
    const { certificate } = await issueCertificate({
      subject: 'CN=x',
      extraExtensions: [new Extension('1.2.840.113556.1.4.1', false, value)],
    });
    expect(readTbs(Buffer.from(certificate.rawData)).extensions.map(({ oid }) => oid)).toContain(
      '1.2.840.113556.1.4.1',
    );
  });
});
