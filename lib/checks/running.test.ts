import { expect, test } from 'vitest';
import { cancelRun, startRun } from './running';

const id = 'a1b2c3d4-0000-4000-8000-000000000000';

test('a run is stopped by its id, once', () => {
  const run = startRun(id);
  expect(cancelRun(id)).toBe(true);
  expect(run.signal.aborted).toBe(true);
  run.end();
  expect(cancelRun(id)).toBe(false);
});

test('refuses an id that is in use, and one of another shape', () => {
  const run = startRun(id);
  expect(() => startRun(id)).toThrow(expect.objectContaining({ code: 'conflict' }));
  run.end();
  expect(() => startRun(id).end()).not.toThrow();
  expect(() => startRun('../x')).toThrow(expect.objectContaining({ code: 'bad_input' }));
});

test('bounds how many run at one time', () => {
  const runs = Array.from({ length: 100 }, (_, index) => startRun(index.toString(16).padStart(32, '0')));
  expect(() => startRun('f'.repeat(32))).toThrow(expect.objectContaining({ code: 'conflict' }));
  for (const run of runs) run.end();
  startRun('f'.repeat(32)).end();
});
