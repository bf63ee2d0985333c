import { vi } from 'vitest';
import { postUntilAcknowledged } from '../faults/post.ts';
import { BATCHES_PER_HOUR, hourStartMs, MODEL, predictionsOf } from '../faults/story.ts';

export async function ask(url: string, path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** What people have made, and what was raised, as the server names it. */
export async function idsOf(url: string) {
  const list = async (path: string, field: string, id: string) => {
    const found = (await ask(url, path))[field] as readonly Record<string, unknown>[];
    return found.map((one) => one[id]).toSorted();
  };
  return {
    models: await list('/v1/models', 'models', 'name'),
    baselines: await list(`/v1/models/${MODEL}/baselines`, 'baselines', 'baselineId'),
    monitors: await list(`/v1/models/${MODEL}/monitors`, 'monitors', 'monitorId'),
    alerts: await list(`/v1/alerts?model=${MODEL}`, 'alerts', 'alertId'),
  };
}

export async function makeMonitor(url: string): Promise<void> {
  const check = {
    metric: 'population_stability_index',
    column: 'x',
    threshold: { critical: 0.25 },
  };
  await fetch(`${url}/v1/models/${MODEL}/monitors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'after', cadence: '1h', checks: [check] }),
  });
}

/** Hours of predictions from one to before another, each closed by the clock. */
export async function playHours(url: string, from: number, to: number): Promise<void> {
  const target = { url: () => url };
  for (let hour = from; hour < to; hour += 1) {
    for (let batch = 0; batch < BATCHES_PER_HOUR; batch += 1) {
      await postUntilAcknowledged(
        target,
        `/v1/models/${MODEL}/predictions`,
        predictionsOf(hour, batch),
      );
    }
    await postUntilAcknowledged(target, `/v1/models/${MODEL}/clock`, {
      watermark: new Date(hourStartMs(hour + 1)).toISOString(),
    });
  }
}

export async function waitForAlert(url: string, openedWindow: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { alerts } = await ask(url, `/v1/alerts?model=${MODEL}`);
      const opened = (alerts as readonly Record<string, unknown>[]).map((a) => a['openedWindow']);
      if (!opened.includes(openedWindow)) throw new Error(`no alert of ${openedWindow}: ${opened}`);
    },
    { timeout: 120_000, interval: 250 },
  );
}
