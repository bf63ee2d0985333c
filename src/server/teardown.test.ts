import pino from 'pino';
import { expect, test } from 'vitest';
import { createTeardown } from './teardown.ts';

test('parts stop one after the other, the last one first, even where one fails', async () => {
  const order: string[] = [];
  const teardown = createTeardown(pino({ level: 'silent' }));
  teardown.add('engine', () => order.push('engine'));
  teardown.add('pool', () => Promise.reject(new Error('stuck')));
  teardown.add('loop', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push('loop');
  });
  await teardown.run();
  expect(order).toEqual(['loop', 'engine']);
});

test('asking twice stops once, and both wait for the end', async () => {
  let stops = 0;
  const teardown = createTeardown(pino({ level: 'silent' }));
  teardown.add('engine', () => {
    stops += 1;
  });
  await Promise.all([teardown.run(), teardown.run()]);
  expect(stops).toBe(1);
});
