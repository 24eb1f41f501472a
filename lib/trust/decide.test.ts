import { describe, expect, it } from 'vitest';
import { decideTrust, rootsOf, type TrustInputs } from './decide';
import { TrustError } from './trust-error';

interface Row {
  server: string | null;
  bundleId: string | null;
  /** Whether there is a bundle of that id. */
  isKnown: boolean;
  sslVerify: string | null;
  global: string | null;
  sslCertFile: string | null;
  includePublicRoots: boolean;
}

/** What the decision table says, written down once more and in another way: the first rule that matches wins. */
interface Expected {
  verify: boolean;
  source: string;
  roots: string;
  /** The path that is read, and the input it came from. */
  file: [string, string] | null;
}

type Verdict = Expected | { error: string };

const words = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim());
const isBoolean = (text: string | null) => text !== null && ['true', 'false'].includes(text.toLowerCase());

function oracle(row: Row): Verdict {
  const server = words(row.server);
  const environment = words(row.sslVerify);
  const global = words(row.global);
  const certFile = words(row.sslCertFile) === null ? null : row.sslCertFile;
  const off = (source: string): Expected => ({ verify: false, source, roots: 'none', file: null });
  const def = (source: string): Expected =>
    certFile === null
      ? { verify: true, source, roots: 'public', file: null }
      : { verify: true, source, roots: 'bundle', file: [certFile, 'SSL_CERT_FILE'] };
  const only = (source: string, path: string, input: string, roots = 'bundle'): Expected => ({
    verify: true,
    source,
    roots,
    file: [path, input],
  });

  const table: [boolean, () => Verdict][] = [
    [server?.toLowerCase() === 'false', () => off('server')],
    [row.bundleId !== null && !row.isKnown, () => ({ error: 'server.ca_bundle_id' })],
    [
      row.bundleId !== null,
      () =>
        only(
          'server',
          '/data/bundles/b1.pem',
          'server.ca_bundle_id',
          row.includePublicRoots ? 'bundle+public' : 'bundle',
        ),
    ],
    [server?.toLowerCase() === 'true', () => def('server')],
    [
      server !== null,
      () => only('server', String(server), 'server.ssl_verify', row.includePublicRoots ? 'bundle+public' : 'bundle'),
    ],
    [environment?.toLowerCase() === 'false', () => off('env:SSL_VERIFY')],
    [environment?.toLowerCase() === 'true', () => def('env:SSL_VERIFY')],
    [environment !== null, () => only('env:SSL_VERIFY', String(environment), 'SSL_VERIFY')],
    [global?.toLowerCase() === 'false', () => off('config')],
    [global !== null && !isBoolean(global), () => only('config', String(global), 'litellm_settings.ssl_verify')],
    [true, () => def(certFile === null ? 'default' : 'env:SSL_CERT_FILE')],
  ];
  return (table.find(([matches]) => matches) as (typeof table)[number])[1]();
}

const corp = { id: 'b1', name: 'Corp', path: '/data/bundles/b1.pem', sha256: '00' };

const inputsOf = (row: Row): TrustInputs => ({
  server: { ssl_verify: row.server, ca_bundle_id: row.bundleId, include_public_roots: row.includePublicRoots },
  bundle: row.bundleId !== null && row.isKnown ? corp : null,
  environment: { sslVerify: row.sslVerify, sslCertFile: row.sslCertFile },
  global: row.global,
});

const blank: Row = {
  server: null,
  bundleId: null,
  isKnown: true,
  sslVerify: null,
  global: null,
  sslCertFile: null,
  includePublicRoots: false,
};
const decide = (row: Partial<Row>) => decideTrust(inputsOf({ ...blank, ...row }));

function verdictOf(row: Row): Verdict {
  try {
    const { verify, source, anchors } = decideTrust(inputsOf(row));
    const file: [string, string] | null = anchors.kind === 'file' ? [anchors.path, anchors.input] : null;
    return { verify, source, roots: rootsOf(anchors), file };
  } catch (error) {
    if (error instanceof TrustError) return { error: error.input };
    throw error;
  }
}

const servers = [null, '', 'true', 'TRUE', ' true ', 'false', 'False', '/srv/own.pem', ' /srv/own.pem ', 'own.pem'];
const bundles = [
  { bundleId: null, isKnown: false },
  { bundleId: 'b1', isKnown: false },
  { bundleId: 'b1', isKnown: true },
];
const environments = [null, '', '  ', 'true', 'True', 'FALSE', 'false', ' /env/ca.pem ', '/env/ca.pem', 'ca.pem'];
const globals = [null, '', 'true', 'TRUE', 'false', ' False ', '/yaml/ca.pem', ' /yaml/ca.pem'];
const certFiles = [null, '', ' ', '/etc/ssl/cert.pem'];

const rows: Row[] = servers.flatMap((server) =>
  bundles.flatMap((bundle) =>
    environments.flatMap((sslVerify) =>
      globals.flatMap((global) =>
        certFiles.flatMap((sslCertFile) =>
          [false, true].map((includePublicRoots) => ({
            server,
            ...bundle,
            sslVerify,
            global,
            sslCertFile,
            includePublicRoots,
          })),
        ),
      ),
    ),
  ),
);

describe('decideTrust', () => {
  it('follows the decision table in every combination of its inputs', () => {
    expect(rows.length).toBe(10 * 3 * 10 * 8 * 4 * 2);
    expect(rows.filter((row) => JSON.stringify(verdictOf(row)) !== JSON.stringify(oracle(row)))).toEqual([]);
  });

  it('names in the trail each input that is set, and marks exactly those that made the decision', () => {
    const inputs = [
      'server.ssl_verify',
      'server.ca_bundle_id',
      'SSL_VERIFY',
      'litellm_settings.ssl_verify',
      'SSL_CERT_FILE',
      'default',
    ];
    const deciders: Record<string, string> = {
      server: 'server.ssl_verify',
      'env:SSL_VERIFY': 'SSL_VERIFY',
      config: 'litellm_settings.ssl_verify',
    };
    const wrong = rows.filter((row) => {
      const expected = oracle(row);
      if ('error' in expected) return false;
      const texts = [row.server, row.bundleId, row.sslVerify, row.global, row.sslCertFile].map((text) =>
        words(text) ? text : null,
      );
      const isManaged = expected.file?.[1] === 'server.ca_bundle_id';
      const used = [
        isManaged ? 'server.ca_bundle_id' : deciders[expected.source],
        expected.file?.[1],
        expected.roots.endsWith('public') ? 'default' : undefined,
      ];
      const trail = inputs.map((input, index) => [
        input,
        texts[index] ?? (input === 'default' ? 'public roots' : null),
        used.includes(input),
      ]);
      const actual = decideTrust(inputsOf(row)).trail.map((entry) => [entry.input, entry.value, entry.used]);
      return JSON.stringify(actual) !== JSON.stringify(trail);
    });
    expect(wrong).toEqual([]);
  });

  it('tells of an input that is set and not used why it is not', () => {
    const note = (row: Partial<Row>, input: string) => decide(row).trail.find((entry) => entry.input === input)?.note;
    expect(note({ server: 'true', sslVerify: 'false' }, 'SSL_VERIFY')).toMatch(/^Set, but not used/);
    expect(note({ server: '/a.pem', sslCertFile: '/b.pem' }, 'SSL_CERT_FILE')).toMatch(/^Set, but not used/);
    expect(note({ server: 'true', global: '/a.pem' }, 'litellm_settings.ssl_verify')).toMatch(/^Set, but not used/);
    expect(note({ sslVerify: 'true', global: 'false' }, 'litellm_settings.ssl_verify')).toMatch(/^Set, but not used/);
    expect(note({ global: 'true' }, 'litellm_settings.ssl_verify')).toMatch(/^Changes nothing/);
    expect(note({}, 'SSL_VERIFY')).toBe('Not set.');
    expect(note({ server: 'false' }, 'server.ssl_verify')).toMatch(/no certificate is checked/);
    expect(note({ server: '/a.pem', includePublicRoots: true }, 'default')).toMatch(/include_public_roots/);
    expect(note({ server: '/a.pem', includePublicRoots: true }, 'server.ssl_verify')).not.toMatch(/only/);
  });

  it('warns whenever verification is off, naming who switched it off, and never otherwise', () => {
    const wrong = rows.filter((row) => {
      const expected = oracle(row);
      return !('error' in expected) && decideTrust(inputsOf(row)).warnings.length !== (expected.verify ? 0 : 1);
    });
    expect(wrong).toEqual([]);
    expect(decide({ server: 'false' }).warnings[0]).toContain('this server says so');
    expect(decide({ sslVerify: 'false' }).warnings[0]).toContain('SSL_VERIFY=false');
    expect(decide({ global: 'false' }).warnings[0]).toContain('litellm_settings.ssl_verify');
  });

  it.each(['0', '1', 'no', 'yes', 'off', 'on', 'NO', ' Off '])(
    'refuses "%s" with a hint, wherever it decides and only there',
    (value) => {
      const refusal = (row: Partial<Row>) => {
        try {
          return decide(row).source;
        } catch (error) {
          if (!(error instanceof TrustError)) throw error;
          expect(error.code).toBe('bundle_missing');
          expect(error.message).toMatch(/is neither true, false nor the path of a bundle: write (true|false)\.$/);
          return error.input;
        }
      };
      expect(refusal({ server: value, sslVerify: 'true' })).toBe('server.ssl_verify');
      expect(refusal({ sslVerify: value, global: 'false' })).toBe('SSL_VERIFY');
      expect(refusal({ global: value, sslCertFile: '/x.pem' })).toBe('litellm_settings.ssl_verify');
      expect(refusal({ server: 'true', sslVerify: value, global: value })).toBe('server');
      expect(refusal({ server: '/a.pem', sslVerify: value, global: value })).toBe('server');
      expect(refusal({ sslVerify: 'false', global: value })).toBe('env:SSL_VERIFY');
    },
  );

  it('says which boolean a refused word would have meant', () => {
    expect(() => decide({ sslVerify: 'off' })).toThrow('write false');
    expect(() => decide({ sslVerify: '1' })).toThrow('write true');
  });

  it('adds the public roots to the bundle of the server itself and to no other', () => {
    const roots = (row: Partial<Row>) => rootsOf(decide({ ...row, includePublicRoots: true }).anchors);
    expect(roots({ server: '/a.pem' })).toBe('bundle+public');
    expect(roots({ sslVerify: '/a.pem' })).toBe('bundle');
    expect(roots({ global: '/a.pem' })).toBe('bundle');
    expect(roots({ sslCertFile: '/a.pem' })).toBe('bundle');
    expect(roots({ server: 'true', sslCertFile: '/a.pem' })).toBe('bundle');
    expect(roots({ server: 'false' })).toBe('none');
  });

  it('fails closed on a managed bundle that does not exist, unless the server switched verification off', () => {
    expect(() => decide({ bundleId: 'gone', isKnown: false, sslVerify: 'false' })).toThrow('"gone"');
    expect(() => decide({ bundleId: 'gone', isKnown: false, server: 'true' })).toThrow('"gone"');
    expect(decide({ bundleId: 'gone', isKnown: false, server: 'false' }).verify).toBe(false);
  });

  it('trusts the managed bundle that the server names, whatever the environment says', () => {
    const { anchors, trail } = decide({ bundleId: 'b1', sslVerify: 'false', global: 'false' });
    const input = 'server.ca_bundle_id';
    expect(anchors).toEqual({ kind: 'file', path: corp.path, input, withPublicRoots: false, managed: corp });
    const note = 'Decides: only the certificates in the bundle "Corp" are trusted.';
    expect(trail.filter(({ used }) => used)).toEqual([{ input, value: 'b1', used: true, note }]);
  });

  it('reads the path of that bundle as ssl_verify, as answers carry it, as saying nothing more', () => {
    const trail = decide({ bundleId: 'b1', server: corp.path }).trail;
    expect(trail.filter(({ value }) => value !== null).map(({ input }) => input)).toEqual([
      'server.ca_bundle_id',
      'default',
    ]);
    expect(rootsOf(decide({ bundleId: 'b1', server: corp.path, includePublicRoots: true }).anchors)).toBe(
      'bundle+public',
    );
  });
});
