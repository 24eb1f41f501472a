import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';

/** Starts Vouch with settings that it must refuse at once. */
function refusal(env: Record<string, string>): { status: number | null; text: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return { status, text: stderr };
}

test.each([
  [{ HOST: '192.0.2.1' }, 'HOST=192.0.2.1 is not an address of this machine.'],
  [{ PORT: '70000' }, 'PORT=70000 is not a port number'],
  [{ PORT: 'http' }, 'PORT=http is not a port number'],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off'],
  [{ VOUCH_TLS_CERT: '/etc/tls/tls.crt' }, 'VOUCH_TLS_CERT needs VOUCH_TLS_KEY as well: the file of the private key.'],
  [{ VOUCH_TLS_KEY: '/etc/tls/tls.key', VOUCH_TLS_CERT: ' ' }, 'VOUCH_TLS_KEY needs VOUCH_TLS_CERT as well'],
  [
    { VOUCH_TLS_CERT: 'package.json', VOUCH_TLS_KEY: 'package.json' },
    'VOUCH_TLS_CERT=package.json holds no certificate in PEM form.',
  ],
  [
    { VOUCH_TLS_CERT: '/nowhere/tls.crt', VOUCH_TLS_KEY: 'package.json' },
    'VOUCH_TLS_CERT=/nowhere/tls.crt does not exist.',
  ],
])('refuses to start with %j and says why in one line', (env, message) => {
  const { status, text } = refusal(env as Record<string, string>);
  expect(text).toContain(message);
  expect(text.trimEnd()).not.toContain('\n');
  expect(status).toBe(1);
});

test('refuses to start with a proxy that is no address', () => {
  const script = `
    import { serve } from './scripts/serve.mjs';
    await serve({ host: '127.0.0.1', port: 1, tls: null, trustedProxies: 'proxy.corp.example' });`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stderr).toContain('VOUCH_TRUSTED_PROXIES: "proxy.corp.example" is neither an IP address nor a range');
  expect(status).toBe(1);
});

test('names the port when another program has it', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  // The other program lives in this process, which waits meanwhile: the kernel refuses for it.
  const { status, text } = refusal({ PORT: String(port) });
  other.close();
  expect(text).toContain(`Port ${port} of 127.0.0.1 is taken by another program`);
  expect(status).toBe(1);
});

test.each([
  ['18.20.0', 1],
  ['20.18.3', 1],
  ['21.7.0', 1],
  ['22.11.0', 1],
  ['23.1.0', 1],
  ['20.19.0', 0],
  ['22.12.0', 0],
  ['24.0.0', 0],
  ['26.3.1', 0],
])('Node %s: exit code %i', (version, status) => {
  const script = `import { checkNodeVersion } from './scripts/settings.mjs'; checkNodeVersion('${version}');`;
  const result = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(result.status).toBe(status);
  if (status) expect(result.stderr).toContain(`and this is Node ${version}`);
});
