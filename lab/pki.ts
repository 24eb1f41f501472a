import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysFromNow, type Issued, type IssueOptions, issueCertificate, loadIssued } from './certificates';

/** What outlives a restart of the lab: certificates that somebody may have put into a trust bundle. */
export interface Pki {
  /** The root that a lab server's administrator would hand out. */
  root: Issued;
  intermediate: Issued;
  /** Of an authority that nobody was told about. */
  otherRoot: Issued;
  selfSigned: Issued;
}

const subjects = {
  root: 'CN=Lab Root CA,O=Vouch Lab',
  intermediate: 'CN=Lab Issuing CA 1,O=Vouch Lab',
  otherRoot: 'CN=Elsewhere Root CA,O=Elsewhere',
  selfSigned: 'CN=localhost,O=Vouch Lab',
};

export async function createPki(): Promise<Pki> {
  return buildPki((_name, options) => issueCertificate(options));
}

/** Reads the PKI from `directory`, and makes what is absent, expired or not issued by the root that is there. */
export async function openPki(directory: string): Promise<Pki> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return buildPki(
    async (name, options) =>
      (await load(directory, name, options.issuer)) ?? store(directory, name, await issueCertificate(options)),
  );
}

async function buildPki(provide: (name: string, options: IssueOptions) => Promise<Issued>): Promise<Pki> {
  const root = await provide('root-ca', { subject: subjects.root, isCa: true });
  return {
    root,
    intermediate: await provide('intermediate-ca', {
      subject: subjects.intermediate,
      issuer: root,
      isCa: true,
      notAfter: daysFromNow(1825),
    }),
    otherRoot: await provide('other-root-ca', { subject: subjects.otherRoot, isCa: true }),
    selfSigned: await provide('self-signed', { subject: subjects.selfSigned, notAfter: daysFromNow(825) }),
  };
}

async function load(directory: string, name: string, issuer: Issued | undefined): Promise<Issued | null> {
  try {
    const [pem, keyPem] = await Promise.all([
      readFile(join(directory, `${name}.pem`), 'utf8'),
      readFile(join(directory, `${name}.key.pem`), 'utf8'),
    ]);
    const issued = await loadIssued(pem, keyPem);
    const isCurrent = issued.certificate.notAfter > daysFromNow(1);
    const isOurs =
      issuer === undefined || (await issued.certificate.verify({ publicKey: issuer.certificate, signatureOnly: true }));
    return isCurrent && isOurs ? issued : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function store(directory: string, name: string, issued: Issued): Promise<Issued> {
  await writeFile(join(directory, `${name}.key.pem`), issued.keyPem, { mode: 0o600 });
  await writeFile(join(directory, `${name}.pem`), issued.pem);
  return issued;
}
