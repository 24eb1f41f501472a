import './reflect-api';
import { Extension } from '@peculiar/x509';
import { daysFromNow, generateKeys, type Issued, type IssueOptions, issueCertificate } from './certificates';
import { encode } from './der';
import { disturbances, oddities } from './odd-chains';

/** A leaf, an intermediate and a root, with a second intermediate of the same name and key (cross-signed). */
export interface Family {
  leaf: Issued;
  intermediate: Issued;
  cross: Issued;
  root: Issued;
}

/** Certificates of many kinds as material for mutations: kinds of keys, names and extensions, every oddity of the lab. */
export async function manyCertificates(): Promise<{ families: Family[]; odd: Issued[] }> {
  const families = [
    await family({}),
    await family({
      keys: await generateKeys('rsa-2048'),
      dns: ['*.corp.example', 'a.corp.example'],
      ip: ['10.0.0.7', '::1'],
    }),
    await family({ keys: await generateKeys('ed25519'), extraExtensions: [...places(), ...constraints()] }),
    await family({
      keys: await generateKeys('rsa-1024'),
      notBefore: daysFromNow(-9),
      notAfter: daysFromNow(-1),
      omitSubjectAltName: true,
    }),
  ];
  const keys = await generateKeys();
  const [{ root }] = families as [Family];
  const kinds = [...Object.values(oddities), ...Object.values(disturbances)];
  const odd = await Promise.all(
    kinds.flatMap((oddity) =>
      [false, true].map((isCa) =>
        issueCertificate({ subject: `CN=odd.corp.example,O=Odd,C=DE`, isCa, issuer: root, keys, ...oddity(isCa) }),
      ),
    ),
  );
  return { families, odd };
}

async function family(options: Partial<IssueOptions>): Promise<Family> {
  const root = await issueCertificate({ subject: 'CN=Corp Root,O=Corp,C=DE', isCa: true });
  const other = await issueCertificate({ subject: 'CN=Other Root,O=Corp,C=DE', isCa: true });
  const issuing = { subject: 'CN=Corp Issuing,O=Corp,C=DE', isCa: true, pathLength: 0, keys: await generateKeys() };
  const intermediate = await issueCertificate({ ...issuing, issuer: root });
  const cross = await issueCertificate({ ...issuing, issuer: other });
  const leaf = await issueCertificate({ subject: 'CN=mcp.corp.example,O=Corp', issuer: intermediate, ...options });
  return { leaf, intermediate, cross, root };
}

/** authorityInfoAccess, certificatePolicies and CRL distribution points (RFC 5280 section 4.2). */
function places(): Extension[] {
  const url = encode(0x86, Buffer.from('http://127.0.0.1:9/ca.cer'));
  const caIssuers = encode(0x30, encode(0x30, Buffer.from('06082b06010505073002', 'hex'), url));
  const policies = encode(0x30, encode(0x30, Buffer.from('060667810c010202', 'hex')));
  const points = encode(0x30, encode(0x30, encode(0xa0, encode(0xa0, url))));
  return [
    new Extension('1.3.6.1.5.5.7.1.1', false, new Uint8Array(caIssuers)),
    new Extension('2.5.29.32', false, new Uint8Array(policies)),
    new Extension('2.5.29.31', false, new Uint8Array(points)),
  ];
}

/** nameConstraints, which have no place in a leaf. */
function constraints(): Extension[] {
  const permitted = encode(0xa0, encode(0x30, encode(0x82, Buffer.from('corp.example'))));
  return [new Extension('2.5.29.30', true, new Uint8Array(encode(0x30, permitted)))];
}
