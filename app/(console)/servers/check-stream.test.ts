import { expect, test, vi } from 'vitest';
import { type StreamedCheck, streamCheck } from './check-stream';

const started: StreamedCheck = { type: 'started', stage: 'dns' };

async function collect(stream: AsyncIterable<StreamedCheck>) {
  const items: StreamedCheck[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

test('hands on what was sent, at once and later, and ends', async () => {
  const stream = streamCheck({
    stop: () => {},
    run: async (send) => {
      send(started);
      await new Promise((resolve) => setTimeout(resolve, 5));
      send({ type: 'started', stage: 'tcp' });
    },
  });
  expect(await collect(stream)).toEqual([started, { type: 'started', stage: 'tcp' }]);
});

test('ends with the error of the run, after what was sent', async () => {
  const stream = streamCheck({
    stop: () => {},
    run: async (send) => {
      send(started);
      throw new Error('database gone');
    },
  });
  expect(await stream.next()).toEqual({ done: false, value: started });
  await expect(stream.next()).rejects.toThrow('database gone');
});

test.each(['return', 'throw'] as const)('%s stops a run that hangs, though a next() is pending', async (leave) => {
  const stop = vi.fn();
  const stream = streamCheck({ stop, run: () => new Promise(() => {}) });
  const pending = stream.next();
  await stream[leave]?.(undefined);
  expect(stop).toHaveBeenCalledOnce();
  expect(await pending).toEqual({ done: true, value: undefined });
});
