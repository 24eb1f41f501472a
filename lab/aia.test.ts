import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from './start';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    only: ['der', 'pem', 'pkcs7', 'redirect', 'huge', 'unrelated', 'hang', 'metadata'].map((name) => `aia-${name}`),
  });
});
afterAll(() => lab.close());

/** Where the leaf says that its issuer's certificate is. */
function urlOf(name: string): string {
  const access = new X509Certificate(lab.server(name).sent ?? '').infoAccess ?? '';
  return /^CA Issuers - URI:(.*)$/m.exec(access)?.[1] ?? '';
}

const bytesOf = async (name: string) => Buffer.from(await (await fetch(urlOf(name))).arrayBuffer());

it('a leaf leads to its issuer, in each form in which CAs publish', async () => {
  const intermediate = new X509Certificate(lab.pki.intermediate.pem);
  for (const name of ['aia-der', 'aia-pem']) {
    expect(new X509Certificate(await bytesOf(name)).fingerprint256).toBe(intermediate.fingerprint256);
  }
  const printed = await printPkcs7(await bytesOf('aia-pkcs7'));
  expect(printed).toContain(lab.pki.intermediate.pem.split('\n')[1]);
  expect(printed).toContain(lab.pki.otherRoot.pem.split('\n')[1]);
});

it('a redirect leads to it too', async () => {
  const first = await fetch(urlOf('aia-redirect'), { redirect: 'manual' });
  expect(first.status).toBe(302);
  expect(await bytesOf('aia-redirect')).toEqual(await bytesOf('aia-der'));
  expect(lab.aia.hits('/redirect')).toBe(2);
});

it('an unrelated certificate did not sign the leaf', async () => {
  const other = new X509Certificate(await bytesOf('aia-unrelated'));
  expect(new X509Certificate(lab.server('aia-unrelated').sent ?? '').verify(other.publicKey)).toBe(false);
});

it('one body is a gibibyte, one answer never comes, and one address is nobody’s business', async () => {
  const huge = await fetch(urlOf('aia-huge'));
  expect(huge.headers.get('content-length')).toBe(String(2 ** 30));
  await huge.body?.cancel();
  await expect(fetch(urlOf('aia-hang'), { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  expect(urlOf('aia-metadata')).toBe('http://169.254.169.254/latest/meta-data/');
});

function printPkcs7(der: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('openssl', ['pkcs7', '-inform', 'DER', '-print_certs'], (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(der);
  });
}
