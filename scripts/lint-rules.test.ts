import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, inject, test } from 'vitest';

const root = process.cwd();

/** What Biome says about these files in a folder with the project's own configuration. */
function lint(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(inject('testRoot'), 'lint-'));
  for (const name of ['biome.json', '.gitignore', 'package.json', 'scripts/lint']) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--colors=off', '--max-diagnostics=none', ...Object.keys(files)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

const sockets = 'Only lib/mcp and lib/diagnosis open sockets to servers';
const tls = 'Only lib/trust builds TLS options';
const clientRule = 'Client components import components';

const refused: [rule: string, file: string, text: string, message: string][] = [
  ['lib imports app', 'lib/servers/a.ts', "import { a } from '@/app/a';", 'lib never imports app'],
  ['lib imports app, relative', 'lib/servers/a.ts', "import { a } from '../../app/a';", 'lib never imports app'],
  ['lib imports a type of app', 'lib/servers/a.ts', "import type { A } from '../../app/a';", 'lib never imports app'],
  ['lib imports app on demand', 'lib/servers/a.ts', "await import('@/app/a');", 'lib never imports app'],
  ['lib exports from app', 'lib/servers/a.ts', "export { a } from '../../app/a';", 'lib never imports app'],
  ['something imports e2e', 'lab/a.ts', "import { a } from '../e2e/a';", 'Nothing imports e2e'],
  ['app imports lab', 'app/a.ts', "import { a } from '@/lab/start';", 'Only tests, bench and scripts import lab'],
  [
    'lib imports lab',
    'lib/mcp/a.ts',
    "import { a } from '../../lab/start';",
    'Only tests, bench and scripts import lab',
  ],
  ['app imports db', 'app/a.ts', "import { db } from '@/lib/db/client';", 'app never touches the database'],
  ['a page imports db', 'app/(console)/page.tsx', "import { db } from '../../lib/db/client';", 'app never touches the'],
  ['proxy imports db', 'proxy.ts', "import { db } from './lib/db/client';", 'app never touches the database'],
  [
    'trust imports db',
    'lib/trust/a.ts',
    "import { db } from '../db/client';",
    'Only verb files of lib/<feature> touch lib/db',
  ],
  ['mcp imports db', 'lib/mcp/a.ts', "import { db } from '@/lib/db/client';", 'Only verb files of lib/<feature>'],
  ['trust imports a feature', 'lib/trust/a.ts', "import { a } from '../servers/get';", 'import no feature'],
  ['x509 imports diagnosis', 'lib/x509/a.ts', "import { a } from '@/lib/diagnosis/codes';", 'import no feature'],
  ['db imports a feature', 'lib/db/a.ts', "import { a } from '../servers/get';", 'are the ground floor'],
  ['errors imports a feature', 'lib/errors.ts', "import { a } from './servers/get';", 'are the ground floor'],
  [
    'a verb imports the edge',
    'lib/servers/a.ts',
    "import { a } from '../http/answer';",
    'lib/http is the edge of REST',
  ],
  ['a verb imports node:tls', 'lib/servers/a.ts', "import { connect } from 'node:tls';", tls],
  ['mcp imports node:tls', 'lib/mcp/a.ts', "import tls from 'node:tls';", tls],
  ['diagnosis imports node:https', 'lib/diagnosis/a.ts', "import { Agent } from 'node:https';", tls],
  ['mcp builds a pool', 'lib/mcp/a.ts', "import { Pool } from 'undici';", 'Only lib/trust builds dispatchers'],
  ['a verb imports undici', 'lib/servers/a.ts', "import { request } from 'undici';", sockets],
  ['app opens a socket', 'app/a.ts', "import { connect } from 'node:net';", sockets],
  ['a verb looks names up', 'lib/servers/a.ts', "import { lookup } from 'node:dns/promises';", sockets],
  ['a verb fetches', 'lib/servers/a.ts', "export const a = () => fetch('https://a.example');", sockets],
  ['an option of TLS', 'lib/mcp/a.ts', 'export const a = { rejectUnauthorized: false };', tls],
  ['a quoted option of TLS', 'app/a.ts', "export const a = { 'checkServerIdentity': null };", tls],
  ['an option of TLS by shorthand', 'lib/mcp/a.ts', 'const minVersion = 1; export const a = { minVersion };', tls],
  ['an option of TLS by assignment', 'lib/mcp/a.ts', 'export const a = (b) => { b.secureContext = 1; };', tls],
  ['roots for a connection', 'lib/mcp/a.ts', 'export const a = { connect: { ca: [] } };', tls],
  ['a TLS context', 'lib/diagnosis/a.ts', 'export const a = (tls) => tls.createSecureContext({});', tls],
  ['a TLS connector', 'lib/mcp/a.ts', 'export const a = (b) => b.buildConnector({});', tls],
  ['a client imports a verb', 'app/a.tsx', "'use client';\nimport { a } from '@/lib/servers/create';", clientRule],
  ['a client imports db', 'app/a.tsx', '"use client";\nimport { db } from "../lib/db/client";', clientRule],
  ['a client imports node', 'app/a.tsx', "'use client';\nimport { a } from 'node:fs';", clientRule],
  ['app reads the environment', 'app/a.ts', 'export const a = process.env.PORT;', 'noProcessEnv'],
  ['lib reads the environment', 'lib/servers/a.ts', 'export const a = process.env.PORT;', 'noProcessEnv'],
  ['a barrel file', 'lib/servers/index.ts', "export * from './create';", 'noBarrelFile'],
  ['utils', 'lib/servers/utils.ts', 'export const a = 1;', 'No utils or helpers'],
  ['helpers', 'app/_components/helpers.tsx', 'export const a = 1;', 'No utils or helpers'],
  ['the console in lib', 'lib/servers/a.ts', "console.log('a');", 'noConsole'],
  ['the console in app', 'app/a.ts', "console.error('a');", 'noConsole'],
  ['any', 'lib/servers/a.ts', 'export const a = (b: any) => b;', 'noExplicitAny'],
];

test.each(refused)('refuses: %s', (_rule, file, text, message) => {
  expect(lint({ [file]: `${text}\n` })).toContain(message);
});

test('refuses an import cycle', () => {
  const output = lint({
    'lib/servers/a.ts': "import { b } from './b';\nexport const a = () => b;\n",
    'lib/servers/b.ts': "import { a } from './a';\nexport const b = () => a;\n",
  });
  expect(output).toContain('noImportCycles');
});

const allowed: [what: string, file: string, text: string][] = [
  [
    'trust builds TLS options',
    'lib/trust/a.ts',
    "import { connect } from 'node:tls';\nconnect({ minVersion: 'TLSv1.2' });",
  ],
  ['mcp uses an agent', 'lib/mcp/a.ts', "import { Agent } from 'undici';\nnew Agent({ connections: 2 });"],
  ['mcp names a TLS socket', 'lib/mcp/a.ts', "import type { TLSSocket } from 'node:tls';\nexport type A = TLSSocket;"],
  ['a verb uses the database', 'lib/servers/a.ts', "import { db } from '../db/client';\ndb();"],
  ['an edge asks what an address is', 'lib/http/a.ts', "import { isIP } from 'node:net';\nisIP('');"],
  ['a test imports the lab', 'lib/mcp/a.test.ts', "import { start } from '../../lab/start';\nstart();"],
  ['a test turns a check off', 'lib/mcp/a.test.ts', 'export const a = { rejectUnauthorized: false };'],
  ['a client imports a schema', 'app/a.tsx', "'use client';\nimport { a } from '@/lib/servers/schema';\na();"],
  ['a client imports a sentence', 'app/a.tsx', "'use client';\nimport { a } from '@/lib/trust/sentence';\na();"],
  [
    'a client imports a type',
    'app/a.tsx',
    "'use client';\nimport type { A } from '@/lib/checks/run';\nexport type B = A;",
  ],
  ['a page imports a verb', 'app/a.tsx', "import { a } from '@/lib/servers/create';\na();"],
  ['env reads the environment', 'lib/env.ts', 'export const a = process.env.PORT;'],
];

test.each(allowed)('allows: %s', (_what, file, text) => {
  expect(lint({ [file]: `${text}\n` })).toMatch(/Checked 1 file.*\. No fixes applied\.\s*$/);
});
