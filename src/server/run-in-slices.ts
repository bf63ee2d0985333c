import { setImmediate as otherWork } from 'node:timers/promises';

/** So long nothing else of this server gets on: requests of predictions wait behind it. */
const SLICE_MS = 10;

/** Takes the steps of a long calculation and lets requests through between them; null where it no
 *  longer goes on. */
export async function runInSlices<T>(
  steps: Generator<unknown, T, undefined>,
  goesOn: () => boolean,
): Promise<T | null> {
  for (;;) {
    await otherWork();
    if (!goesOn()) return null;
    const untilMs = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < untilMs);
  }
}
