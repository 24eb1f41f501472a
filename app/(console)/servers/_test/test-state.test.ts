import { expect, test } from 'vitest';
import type { Report, Stage } from '@/lib/diagnosis/report';
import { stagesOf, type TestState, testReducer } from './test-state';

const dns: Stage = { name: 'dns', status: 'ok', duration_ms: 1, detail: '10.0.0.7' };
const report = { ok: true, stages: [dns] } as Report;
const running: TestState = { phase: 'running', stages: {} };

test('stages fill while the test runs, and the report ends it', () => {
  const first = testReducer(running, { type: 'event', event: { type: 'started', stage: 'dns' }, at: 1 });
  expect(stagesOf(first)).toEqual({ dns: 'running' });
  const second = testReducer(first, { type: 'event', event: { type: 'stage', stage: dns }, at: 2 });
  expect(stagesOf(second)).toEqual({ dns });
  const done = testReducer(second, { type: 'event', event: { type: 'report', report, tools: [] }, at: 3 });
  expect(done).toEqual({ phase: 'done', report, tools: [], at: 3 });
  expect(testReducer(done, { type: 'end' })).toBe(done);
});

test('a stream that ends without a report is broken', () => {
  expect(testReducer(running, { type: 'end' }).phase).toBe('broken');
});

test('what comes after Cancel changes nothing', () => {
  const cancelled = testReducer(running, { type: 'cancel' });
  expect(testReducer(cancelled, { type: 'event', event: { type: 'stage', stage: dns }, at: 1 })).toBe(cancelled);
});

test('a new test starts with empty stages', () => {
  expect(testReducer({ phase: 'done', report, tools: null, at: 1 }, { type: 'begin' })).toEqual(running);
});

test('a report that was made elsewhere takes the place of whatever is shown', () => {
  const shown: TestState = { phase: 'done', report, tools: null, at: 4 };
  expect(testReducer(running, { type: 'show', report, at: 4 })).toEqual(shown);
  expect(testReducer({ phase: 'idle' }, { type: 'show', report, at: 4 })).toEqual(shown);
});
