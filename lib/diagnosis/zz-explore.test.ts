import { it } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:tls';
import { writeFile, mkdtemp } from 'node:fs/promises';
import { createPki } from '../../lab/pki';
import { issueCertificate, pemChain, generateKeys } from '../../lab/certificates';
import { listen } from '../../lab/listen';
import { runCheck } from './check';
import { readCertificate } from '../x509/certificate';
import { connect } from 'node:tls';
import { observeTls } from '../mcp/connector';

const target = (url: string, ssl_verify: string | null, more = {}) => ({ id: null, url, transport: 'http', ssl_verify, ca_bundle_id: null, include_public_roots: false, auth_type: 'none', auth_value: null, static_headers: {}, timeout_ms: 2000, era: null, ...more }) as never;

it('explore', async () => {
  process.on('uncaughtException', (e) => console.log('UNCAUGHT', e));
  process.on('unhandledRejection', (e) => console.log('UNHANDLED', e));
  const pki = await createPki();
  const dir = await mkdtemp('/tmp/x/');
  const root = `${dir}/root.pem`; await writeFile(root, pki.root.pem);
  const leaf = (o = {}) => issueCertificate({ subject: 'CN=localhost,O=Vouch Lab', issuer: pki.intermediate, ...o });
  async function run(name: string, chain: any[], ssl: string | null = root, tls = {}) {
    const server = createServer({ key: chain[0].keyPem, cert: pemChain(...chain), ...tls }, (s) => { s.on('error', () => {}); s.once('data', () => s.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')); });
    const l = await listen(server);
    const r = await runCheck({ target: target(`https://127.0.0.1:${l.port}/mcp`, ssl) }).catch((e) => ({ thrown: e }));
    if ('thrown' in r) console.log(name, 'THROWN', r.thrown);
    else console.log(name, r.report.error, r.report.findings.map((f) => f.code), r.report.tls?.chain.map((c) => c.subject), r.report.tls?.authorization_error);
    await new Promise<void>((res) => { const s = connect({ port: l.port, host: '127.0.0.1', rejectUnauthorized: false }, () => { console.log('  chain twice', observeTls(s).chain.length, observeTls(s).chain.length); s.destroy(); res(); }); s.on('error', (e) => { console.log('  connect', e.message); res(); }); });
    await l.close();
  }
  const good = await leaf();
  await run('dup inter', [good, pki.intermediate, pki.intermediate, pki.root]);
  await run('self-signed twice', [pki.selfSigned, pki.selfSigned]);
  const badTime = await leaf({ editTbs: (tbs: Buffer) => {
    // replace the first UTCTime
    const i = tbs.indexOf(Buffer.from([0x17, 0x0d])); const out = Buffer.from(tbs); out.write('9999', i + 4); return out; } });
  console.log(new X509Certificate(badTime.pem).validFrom);
  await run('bad time leaf', [badTime, pki.intermediate]);
  await run('bad time leaf off', [badTime, pki.intermediate], 'false');
  await run('bad time extra off', [good, badTime], 'false');
  await run('bad time extra', [good, pki.intermediate, badTime], root);
  const badTimeRoot = await issueCertificate({ subject: 'CN=x', isCa: true, editTbs: (tbs: Buffer) => { const i = tbs.indexOf(Buffer.from([0x17, 0x0d])); const out = Buffer.from(tbs); out.write('9999', i + 4); return out; } });
  await writeFile(`${dir}/badtime.pem`, badTimeRoot.pem);
  const { describeBundle } = await import('../trust/describe');
  console.log('describeBundle', await describeBundle(`${dir}/badtime.pem`).catch((e) => e));
  await run('sha1 leaf', [await leaf({ hash: 'SHA-1' }), pki.intermediate]);
  await run('sha1 rsa', [await leaf({ issuer: await issueCertificate({ subject: 'CN=rsa int', issuer: pki.root, isCa: true, keys: await generateKeys('rsa-2048') }), hash: 'SHA-1' })].concat([]), root);
  const rsaInt = await issueCertificate({ subject: 'CN=rsa int', issuer: pki.root, isCa: true, keys: await generateKeys('rsa-2048') });
  await run('sha1 rsa + int', [await leaf({ issuer: rsaInt, hash: 'SHA-1' }), rsaInt], root);
  const rsa512 = (await crypto.subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 768, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign', 'verify']).catch((e) => console.log(e))) as any;
  if (rsa512) {
    await run('rsa768 leaf', [await leaf({ keys: rsa512 }), pki.intermediate], root, { ciphers: 'DEFAULT@SECLEVEL=0' });
    const weakRoot = await issueCertificate({ subject: 'CN=weak root', isCa: true, keys: rsa512 });
    await writeFile(`${dir}/weakroot.pem`, weakRoot.pem);
    await run('rsa768 root', [await leaf({ issuer: weakRoot })], `${dir}/weakroot.pem`, { ciphers: 'DEFAULT@SECLEVEL=0' });
  }
  await run('many', [await leaf({ dns: ['other.example'], notBefore: new Date(Date.now() - 20e8), notAfter: new Date(Date.now() - 10e8), issuer: undefined })]);
  // v1 without extensions
  await run('aki wrong', [await leaf({ authorityKeyId: 'wrong' }), pki.intermediate]);
  await run('unicode', [await leaf({ subject: 'CN=höst ☃,O=a+b' }), pki.intermediate]);
  await run('empty subject', [await leaf({ subject: '' }), pki.intermediate]);
  const inter0 = await issueCertificate({ subject: 'CN=PL0', issuer: pki.root, isCa: true, pathLength: 0 });
  const inter1 = await issueCertificate({ subject: 'CN=PL1', issuer: inter0, isCa: true });
  await run('pathlen', [await leaf({ issuer: inter1 }), inter1, inter0]);
  const notCa = await leaf();
  await run('not a ca', [await leaf({ issuer: notCa, subject: 'CN=below' }), notCa, pki.intermediate]);
  await run('future anchor', [await leaf()], root);
}, 120000);
