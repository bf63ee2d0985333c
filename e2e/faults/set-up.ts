import type { Target } from './post.ts';
import { baselineCsv, MODEL } from './story.ts';

/** A replayed model with a baseline, one hourly drift monitor and a webhook. */
export async function setUp(target: Target, receiverUrl: string): Promise<void> {
  const url = target.url();
  await send('PUT', `${url}/v1/models/${MODEL}`, {
    clock: 'replay',
    cell: '1h',
    outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
  });
  await send(
    'POST',
    `${url}/v1/models/${MODEL}/baselines?name=start&time=time&score=score&decision=decision&label=label`,
    baselineCsv(),
  );
  await send('POST', `${url}/v1/models/${MODEL}/monitors`, {
    name: 'drift',
    cadence: '1h',
    checks: [
      { metric: 'population_stability_index', column: 'x', threshold: { critical: 0.25 } },
      // Looked at and never alarming: labels settle and are revised on the way.
      { metric: 'accuracy', threshold: { critical: 0.01 } },
    ],
  });
  await send('POST', `${url}/v1/channels`, {
    name: 'receiver',
    kind: 'webhook',
    config: { url: receiverUrl },
  });
}

async function send(method: string, url: string, body: string | object): Promise<void> {
  const isFile = typeof body === 'string';
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': isFile ? 'text/csv' : 'application/json' },
    body: isFile ? body : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}
