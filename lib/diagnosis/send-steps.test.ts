import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../lab/reflect-api';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Issued, issueCertificate } from '../../lab/certificates';
import { readCertificate } from '../x509/certificate';
import { sendSteps } from './send-steps';

const folder = mkdtempSync(join(tmpdir(), 'vouch-send-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sh = (text: string) => execFileSync('sh', ['-e', '-c', text], { cwd: folder, encoding: 'utf8' });
const steps = (...issued: Issued[]) => sendSteps(issued.map(({ pem }) => readCertificate(pem)));

async function chain(): Promise<[Issued, Issued, Issued]> {
  const root = await issueCertificate({ subject: 'CN=Root', isCa: true });
  const upper = await issueCertificate({ subject: 'CN=Upper,O=Müller \\& Söhne', isCa: true, issuer: root });
  const evil = `CN=it's $(touch evil) \`touch evil\`\\; touch evil`;
  const lower = await issueCertificate({ subject: evil, isCa: true, issuer: upper });
  return [await issueCertificate({ subject: 'CN=mcp.corp.example', issuer: lower }), lower, upper];
}

describe('sendSteps', () => {
  it('puts the certificates into one file, the server’s first and each before its issuer', async () => {
    const issued = await chain();
    const files = ['server.pem', 'intermediate-ca.pem', 'intermediate-ca-2.pem'];
    for (const [index, file] of files.entries()) writeFileSync(join(folder, file), issued[index]?.pem ?? '');
    const text = steps(...issued)[0]?.text ?? '';
    expect(sh(text)).toMatch(/subject=CN = mcp\.corp\.example\n.*touch evil.*Upper/s);
    expect(readFileSync(join(folder, 'fullchain.pem'), 'utf8')).toBe(issued.map(({ pem }) => pem).join(''));
    expect(text).toContain('# 1. CN=mcp.corp.example\n# 2. ');
    expect(readdirSync(folder).sort()).toEqual([...files, 'fullchain.pem'].sort());
  });

  it('harms nobody whose shell has no comments', async () => {
    const [text = ''] = steps(...(await chain())).map((one) => one.text);
    for (const line of text.split('\n').filter((one) => one.startsWith('# '))) sh(`: ${line.slice(2)}`);
    expect(readdirSync(folder)).not.toContain('evil');
  });

  it('has a text for every server, each with the file of the first', async () => {
    const all = steps(...(await chain()));
    expect(all.map(({ tool }) => tool)).toEqual([
      ...['fullchain.pem', 'nginx', 'Envoy', 'HAProxy', 'Apache', 'Caddy', 'Traefik', 'Node', 'uvicorn', 'gunicorn'],
      ...['Kubernetes Ingress', 'cert-manager'],
    ]);
    for (const { tool, text } of all) if (tool !== 'cert-manager') expect(text).toContain('fullchain.pem');
    for (const { tool, text } of all)
      if (tool === 'Envoy' || tool === 'Traefik') expect(parse(text)).toBeInstanceOf(Object);
  });
});
