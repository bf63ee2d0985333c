import { describe, expect, it } from 'vitest';
import { runInSlices } from './run-in-slices.ts';

function* stepsOf(count: number, stepMs: number) {
  for (let step = 0; step < count; step++) {
    const untilMs = performance.now() + stepMs;
    while (performance.now() < untilMs);
    yield;
  }
  return count;
}

describe('a calculation in slices', () => {
  it('lets other work through between its steps', async () => {
    let through = 0;
    const timer = setInterval(() => {
      through += 1;
    }, 1);
    expect(await runInSlices(stepsOf(20, 12), () => true)).toBe(20);
    clearInterval(timer);
    expect(through).toBeGreaterThanOrEqual(10);
  });

  it('stops where nobody waits for it any more', async () => {
    let asked = 0;
    const steps = stepsOf(1_000, 12);
    expect(await runInSlices(steps, () => ++asked < 3)).toBeNull();
    expect(asked).toBe(3);
  });
});
