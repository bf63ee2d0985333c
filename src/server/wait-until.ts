import { setTimeout as sleep } from 'node:timers/promises';

/** Whether the condition came true within the time. */
export async function waitUntil(condition: () => boolean, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 20) {
    if (condition()) return true;
    await sleep(20);
  }
  return condition();
}
