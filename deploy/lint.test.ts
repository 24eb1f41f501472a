import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { issueCertificate } from '../lab/certificates';
import { listen } from '../lab/listen';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...names: string[]) => path.join(root, 'deploy', ...names);

/** A secret that is set, or asked for, in the file itself: as in a Dockerfile, a Compose file or a manifest. */
const namesSecret = /VOUCH_(MASTER_KEY|SECRET_KEY|ADMIN_PASSWORD|OIDC_CLIENT_SECRET)\w*["']?\s*([=:]|\n\s*value)/;

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'vouch-deploy-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('Dockerfile', () => {
  const lint = (text: string) => validate(text).map(({ message }) => message);

  it('passes dockerfile-utils, which refuses an unknown instruction, flag or port', async () => {
    const text = await readFile(at('Dockerfile'), 'utf8');
    expect(lint(text)).toEqual([]);
    expect(lint(`${text}\nRUNN true`)).not.toEqual([]);
    expect(lint(text.replace('--from=build', '--form=build'))).not.toEqual([]);
    expect(lint(text.replace('EXPOSE 3000', 'EXPOSE web'))).not.toEqual([]);
  });

  it('runs as a user that is a number and not root, with a health check, openssl and CA certificates', async () => {
    const stage = await lastStage();
    expect(stage).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(stage).toMatch(/^HEALTHCHECK /m);
    expect(stage).toMatch(/apt-get install [^\n]*\bca-certificates openssl\b/);
    expect(stage).toMatch(/^VOLUME \/data$/m);
  });

  it('copies every file that a start compares with its stamps', async () => {
    const ignored = (await readFile(path.join(root, '.dockerignore'), 'utf8')).split('\n');
    for (const source of [
      'app',
      'lib',
      'prisma',
      'proxy.ts',
      'instrumentation.ts',
      'tsconfig.json',
      'package-lock.json',
      'scripts',
    ]) {
      expect(ignored).not.toContain(source);
    }
  });

  it('checks the health of a server with and without TLS, whatever name its certificate is for', async () => {
    const [, command] = /^HEALTHCHECK .*\n {2}CMD (.*)$/m.exec(await lastStage()) ?? [];
    const [program, ...args] = JSON.parse(command ?? '[]') as string[];
    const { pem, keyPem } = await issueCertificate({ subject: 'CN=vouch.corp.example', dns: ['vouch.corp.example'] });
    const answer = (status: number) => (request: IncomingMessage, response: ServerResponse) =>
      response.writeHead(request.url === '/api/health' ? status : 404).end();
    const check = async (server: Server, env: Record<string, string>) => {
      const { port, close } = await listen(server);
      const child = spawn(String(program), args, { env: { ...process.env, PORT: String(port), ...env } });
      const [code] = await once(child, 'exit');
      await close();
      return code;
    };
    const tls = { VOUCH_TLS_CERT: '/etc/vouch/tls/tls.crt' };
    const secured = (status: number) => createTlsServer({ cert: pem, key: keyPem }, answer(status));
    expect(await check(createServer(answer(200)), {})).toBe(0);
    expect(await check(createServer(answer(503)), {})).toBe(1);
    expect(await check(secured(200), tls)).toBe(0);
    expect(await check(secured(503), tls)).toBe(1);
    expect(await check(createServer(answer(200)), tls)).toBe(1);
  });

  it('has what the commands of the docs run with, once the development tools are pruned', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const { packages } = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
    for (const command of ['rotate-key', 'audit:verify']) {
      const [program] = scripts[command].split(' ');
      expect(packages[`node_modules/${program}`], command).toBeDefined();
      expect(packages[`node_modules/${program}`].dev, command).toBeUndefined();
    }
    expect(packages['node_modules/dclint'].dev).toBe(true);
  });

  it('holds no key', async () => {
    expect(await lastStage()).not.toMatch(namesSecret);
  });

  async function lastStage(): Promise<string> {
    return (await readFile(at('Dockerfile'), 'utf8')).split(/^FROM /m).at(-1) ?? '';
  }
});

describe('compose.yaml', () => {
  const lint = (file: string) => {
    const [result] = new DCLinter({
      rules: { 'require-quotes-in-ports': [1, { quoteType: 'double' }] },
      quiet: false,
      debug: false,
      exclude: [],
    }).lintFiles([file], false);
    return result?.messages.map(({ rule, message }) => `${rule}: ${message}`);
  };

  it('passes dclint with the schema of the Compose specification, which refuses an unknown key', async () => {
    expect(lint(at('compose.yaml'))).toEqual([]);
    const broken = path.join(scratch, 'compose.yaml');
    await writeFile(
      broken,
      (await readFile(at('compose.yaml'), 'utf8')).replace(
        'read_only: true\n    security_opt',
        'readonly: true\n    security_opt',
      ),
    );
    expect(lint(broken)).not.toEqual([]);
  });

  it('mounts the CA folder read-only, and nobody reaches the port from elsewhere', async () => {
    const vouch = await service();
    expect(vouch.volumes).toContainEqual(
      expect.objectContaining({ type: 'bind', target: '/etc/vouch/ca', read_only: true }),
    );
    expect(vouch.ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('starts without a variable, and holds no password or key', async () => {
    expect((await service()).env_file).toEqual([{ path: '.env', required: false }]);
    expect(await readFile(at('compose.yaml'), 'utf8')).not.toMatch(namesSecret);
  });

  async function service(): Promise<Manifest> {
    return parse(await readFile(at('compose.yaml'), 'utf8')).services.vouch;
  }
});

describe('kubernetes', () => {
  it('has the fields and types of the Kubernetes API, and a misspelt or mistyped field fails', async () => {
    const manifests = await readManifests();
    const deployment = JSON.stringify(find(manifests, 'Deployment'));
    const misspelt = JSON.parse(deployment.replace('"readOnlyRootFilesystem"', '"readonlyRootFilesystem"'));
    const mistyped = JSON.parse(deployment.replace('"replicas":1', '"replicas":"1"'));
    const errors = await typeErrors({ manifests, misspelt: [misspelt], mistyped: [mistyped] });
    expect(errors.filter((line) => line.includes('manifests.ts'))).toEqual([]);
    expect(errors).toContainEqual(expect.stringMatching(/misspelt\.ts.*readonlyRootFilesystem/));
    expect(errors).toContainEqual(expect.stringMatching(/mistyped\.ts.*not assignable to type 'number'/));
  }, 60_000);

  it('names only what the kustomization makes or lists', async () => {
    const kustomization = parse(await readFile(at('kubernetes', 'kustomization.yaml'), 'utf8'));
    const files = (await readdir(at('kubernetes'))).filter(
      (name) => name.endsWith('.yaml') && name !== 'kustomization.yaml',
    );
    expect([...kustomization.resources].sort()).toEqual(files.sort());

    const manifests = await readManifests();
    const { spec } = find(manifests, 'Deployment').spec.template;
    const [container] = spec.containers;
    const volume = (name: string) => spec.volumes.find((one: { name: string }) => one.name === name);
    expect(container.volumeMounts.map(({ name }: { name: string }) => name).sort()).toEqual(
      spec.volumes.map(({ name }: { name: string }) => name).sort(),
    );
    expect(kustomization.configMapGenerator[0].name).toBe(volume('ca').configMap.name);
    expect(kustomization.secretGenerator[0].name).toBe(container.envFrom[0].secretRef.name);
    expect(find(manifests, 'PersistentVolumeClaim').metadata.name).toBe(volume('data').persistentVolumeClaim.claimName);
    expect(find(manifests, 'Service').spec.selector).toEqual(
      find(manifests, 'Deployment').spec.template.metadata.labels,
    );
  });

  it('starts without a variable, and holds no password or key', async () => {
    const [container] = find(await readManifests(), 'Deployment').spec.template.spec.containers;
    expect(container.envFrom).toEqual([{ secretRef: { name: 'vouch', optional: true } }]);
    const { secretGenerator } = parse(await readFile(at('kubernetes', 'kustomization.yaml'), 'utf8'));
    expect(secretGenerator).toEqual([{ name: 'vouch', envs: ['vouch.env'] }]);
    for (const name of await readdir(at('kubernetes'))) {
      expect(await readFile(at('kubernetes', name), 'utf8'), name).not.toMatch(namesSecret);
    }
  });

  it('runs without root, privileges or a writable image, and mounts the CA whole so that it can rotate', async () => {
    const { spec } = find(await readManifests(), 'Deployment').spec.template;
    const [container] = spec.containers;
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const [, mount] = container.volumeMounts;
    expect(mount).toEqual({ name: 'ca', mountPath: '/etc/vouch/ca', readOnly: true });
  });
});

// biome-ignore lint/suspicious/noExplicitAny: its shape is what is tested
type Manifest = any;

async function readManifests(): Promise<Manifest[]> {
  const names = (await readdir(at('kubernetes'))).filter(
    (name) => name !== 'kustomization.yaml' && name.endsWith('.yaml'),
  );
  const texts = await Promise.all(names.map((name) => readFile(at('kubernetes', name), 'utf8')));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS({ maxAliasCount: 0 })));
}

function find(manifests: Manifest[], kind: string): Manifest {
  return manifests.find((manifest) => manifest.kind === kind);
}

/** Where kubernetes-types keeps the kinds of an API group. */
const modules: Record<string, string> = {
  v1: 'core/v1',
  'apps/v1': 'apps/v1',
  'networking.k8s.io/v1': 'networking/v1',
};

/**
 * What tsc says of manifests as literals of the Kubernetes API's own types, where an unknown field is an error. `files`:
 * manifests by file name; one line an error.
 */
async function typeErrors(files: Record<string, Manifest[]>): Promise<string[]> {
  for (const [name, manifests] of Object.entries(files)) {
    await writeFile(path.join(scratch, `${name}.ts`), manifests.map(typed).join(''));
  }
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    paths: { 'kubernetes-types/*': [path.join(root, 'node_modules/kubernetes-types/*')] },
  };
  const names = Object.keys(files).map((name) => `${name}.ts`);
  await writeFile(path.join(scratch, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, '--project', scratch, '--pretty', 'false'], (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
  return output.split('\n').filter(Boolean);
}

function typed(manifest: Manifest, index: number): string {
  const { kind, apiVersion } = manifest;
  return (
    `import type { ${kind} as K${index} } from 'kubernetes-types/${modules[apiVersion]}';\n` +
    `export const m${index}: K${index} = ${JSON.stringify(manifest)};\n`
  );
}
