import { expect, test } from 'vitest';
import { completeReport } from './complete-report';
import { pictureOf } from './picture-of';
import { found, node, reports, sent } from './reports.fixture';

const names = (report: Parameters<typeof pictureOf>[0]) => pictureOf(report).path.map(({ name }) => name);
const marks = (report: Parameters<typeof pictureOf>[0]) =>
  pictureOf(report).path.map((one) => one.marks.map(({ words }) => words));

test('the gap stands between what was sent and what is trusted, and carries the defect that names it', () => {
  const { path } = pictureOf(reports.missing_intermediate);
  expect(path.map(({ group, isMissing, isAnchor }) => [group, isMissing, isAnchor])).toEqual([
    ['sent', false, false],
    ['not_sent', true, false],
    ['bundle', false, true],
  ]);
  expect(marks(reports.missing_intermediate)).toEqual([['expires soon'], ['missing'], []]);
});

test('a root that was sent and is not trusted carries the mark, not the leaf', () => {
  expect(marks(reports.unknown_root_sent)).toEqual([[], ['not trusted', 'need not be sent']]);
});

test('where the path ends in trust, a way that does not is marked on the certificate that clients take', () => {
  const { long_with_stray } = reports;
  const sha256 = long_with_stray.tls?.chain[3]?.sha256 ?? null;
  const report = { ...long_with_stray, findings: [found('unknown_ca', { certificate: 3, sha256 })] };
  expect(marks(report).flat()).toEqual([]);
  expect(pictureOf(report).unused[0]?.marks).toMatchObject([{ words: 'not trusted' }]);
});

test('a defect of a certificate that was not sent is found by its fingerprint', () => {
  expect(marks(reports.no_aki)).toEqual([['no AKI'], [], ['no keyUsage']]);
});

test('a finding with a fingerprint never marks another certificate at the same place', () => {
  const { no_aki } = reports;
  const elsewhere = found('certificate_expired', { certificate: 0, sha256: 'AA:BB' });
  expect(marks({ ...no_aki, findings: [elsewhere] })).toEqual([[], [], []]);
});

test('what was sent but is on no path stands apart', () => {
  const { path, unused } = pictureOf(reports.long_with_stray);
  expect(path).toHaveLength(4);
  expect(unused.map(({ name }) => name)).toEqual(['Old Partner CA']);
});

test('a trusted root that was also sent is not shown twice', () => {
  const root = sent(1, { subject: 'CN=Root', issuer: 'CN=Root', isCa: true });
  const leaf = sent(0, { subject: 'CN=leaf', issuer: 'CN=Root' });
  const tls = { chain: [leaf, root], path: [node(leaf), node(root, { origin: 'bundle', is_anchor: true })] };
  const picture = pictureOf({ tls: { ...reports.all_good.tls, ...tls } as never, findings: [] });
  expect(picture.unused).toEqual([]);
  expect(picture.path[1]?.kind).toBe('root, sent too');
});

test('a report of an older version, without a path, shows the chain as it was sent', () => {
  const { clients: _clients, judge: _judge, repairs: _repairs, ...old } = structuredClone(reports.no_aki);
  const { path: _path, ...tls } = old.tls ?? { path: [] };
  const findings = [{ code: 'missing_intermediate', severity: 'error', certificate: 1, title: 't', detail: 'd' }];
  const report = completeReport({ ...old, tls, findings } as never);
  expect(report).toMatchObject({ clients: [], judge: null, repairs: [] });
  expect(report.findings[0]).toMatchObject({ clients: [], rule: null, sha256: null });
  expect(names(report)).toEqual(['mcp.pay.corp', 'Corp Issuing 2']);
  expect(marks(report)).toEqual([[], ['not sent']]);
});

test('says where two certificates do not follow each other', () => {
  const one = sent(0, { subject: 'CN=leaf', issuer: 'CN=A' });
  const other = sent(1, { subject: 'CN=B', issuer: 'CN=B', isCa: true });
  const tls = { chain: [one, other], path: [] };
  const { path } = pictureOf({ tls: { ...reports.all_good.tls, ...tls } as never, findings: [] });
  expect(path.map(({ link }) => link)).toEqual(['not signed by', 'signed by itself']);
});
