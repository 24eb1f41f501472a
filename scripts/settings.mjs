import { readFileSync } from 'node:fs';

/** An empty variable counts as unset, as everywhere in Vouch. */
function variable(name) {
  const value = process.env[name]?.trim();
  return value || undefined;
}

/** Where and how to listen. Throws a sentence for the operator when Vouch must not start like this. */
export function readSettings() {
  const host = variable('HOST') ?? '127.0.0.1';
  const port = variable('PORT') ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    throw new Error(`PORT=${port} is not a port number from 1 to 65535.`);
  }
  if (variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    throw new Error(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off for the whole process: unset it, and choose Disabled for the one server that needs it.',
    );
  }
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    tlsFiles: tlsFiles(),
    trustedProxies: variable('VOUCH_TRUSTED_PROXIES') ?? '',
  };
}

/** The files to serve HTTPS with; null for plain HTTP. */
function tlsFiles() {
  const certFile = variable('VOUCH_TLS_CERT');
  const keyFile = variable('VOUCH_TLS_KEY');
  if (!certFile && !keyFile) return null;
  if (!certFile) throw new Error('VOUCH_TLS_KEY needs VOUCH_TLS_CERT as well: the file of the certificate.');
  if (!keyFile) throw new Error('VOUCH_TLS_CERT needs VOUCH_TLS_KEY as well: the file of the private key.');
  return { certFile, keyFile };
}

/** Throws a sentence when this Node is none of package.json's `engines` ("^20.19 || ^22.12 || >=24"). */
export function checkNodeVersion(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [major, minor] = version.split('.').map(Number);
  const isSupported = engines.node.split('||').some((range) => {
    const [, operator, wantedMajor, wantedMinor = '0'] = /^(\^|>=)(\d+)(?:\.(\d+))?$/.exec(range.trim()) ?? [];
    if (operator === '^') return major === Number(wantedMajor) && minor >= Number(wantedMinor);
    return operator === '>=' && major >= Number(wantedMajor);
  });
  if (!isSupported) {
    throw new Error(`Vouch needs Node ${engines.node}, and this is Node ${version}: install a supported one.`);
  }
}
