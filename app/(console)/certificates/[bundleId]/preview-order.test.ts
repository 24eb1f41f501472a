import { expect, test } from 'vitest';
import type { PreviewedServer } from '@/lib/bundles/dto';
import type { ServerStatus } from '@/lib/servers/dto';
import { changeOf, orderPreview, previewWords } from './preview-order';

function server(server_name: string, before: ServerStatus, after: ServerStatus): PreviewedServer {
  const state = { code: null, reason: null };
  return {
    server_id: server_name,
    server_name,
    before: { ...state, state: before, checked_at: null },
    after: { ...state, state: after },
  };
}

test.each([
  ['healthy', 'failing', 'worse'],
  ['healthy', 'degraded', 'worse'],
  ['degraded', 'failing', 'worse'],
  ['unknown', 'failing', 'worse'],
  ['unknown', 'healthy', 'same'],
  ['healthy', 'unknown', 'unclear'],
  ['failing', 'healthy', 'better'],
  ['failing', 'failing', 'same'],
] as const)('%s, then %s is %s', (before, after, change) => {
  expect(changeOf(server('a', before, after))).toBe(change);
});

test('what gets worse comes first, and what then fails before what is then degraded', () => {
  const ordered = orderPreview([
    server('same', 'healthy', 'healthy'),
    server('better', 'failing', 'healthy'),
    server('degraded', 'healthy', 'degraded'),
    server('untested', 'healthy', 'unknown'),
    server('failing', 'healthy', 'failing'),
  ]);
  expect(ordered.map(({ server_name }) => server_name)).toEqual(['failing', 'degraded', 'untested', 'better', 'same']);
});

test('the sentence tells the worst', () => {
  const good = server('a', 'healthy', 'healthy');
  const bad = server('b', 'healthy', 'failing');
  expect(previewWords([])).toEqual({ tone: 'info', words: 'No server uses this bundle, so none changes.' });
  expect(previewWords([good])).toEqual({ tone: 'ok', words: 'The one server that uses it stays as it is.' });
  expect(previewWords([good, bad, server('c', 'failing', 'healthy')])).toEqual({
    tone: 'failed',
    words: '1 of 3 servers gets worse.',
  });
  expect(previewWords([good, server('c', 'healthy', 'unknown')])).toMatchObject({ tone: 'warning' });
});
