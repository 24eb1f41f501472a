import { expect, it } from 'vitest';
import { createLimiter } from './limiter';

it('lets no more run at once than it is told, and every one in its turn', async () => {
  const limiter = createLimiter(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const task = (index: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    order.push(index);
    if (index === 3) throw new Error('broken');
  };
  const all = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => limiter.run(task(index))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(all.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
});

it('lets those that wait give up, and forgets them', async () => {
  const limiter = createLimiter(1);
  let free = () => {};
  const first = limiter.run(() => new Promise<void>((resolve) => (free = resolve)));
  const controller = new AbortController();
  const second = limiter.run(async () => 'never', controller.signal);
  const third = limiter.run(async () => 'third');
  controller.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await expect(limiter.run(async () => 'late', controller.signal)).rejects.toThrow('enough');
  free();
  await first;
  expect(await third).toBe('third');
});
