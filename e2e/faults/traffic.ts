import { setTimeout as sleep } from 'node:timers/promises';
import { postUntilAcknowledged, type Target } from './post.ts';
import { BATCHES_PER_HOUR, hourStartMs, labelsOf, MODEL, predictionsOf } from './story.ts';

export interface Sent {
  /** Rows put on the wire, every attempt counted. */
  readonly sent: number;
  /** Distinct predictions and labels that a server answered for. */
  readonly acknowledgedPredictions: number;
  readonly acknowledgedLabels: number;
  /** Hours 0…hours−1 are complete and their windows closed. */
  readonly hours: number;
}

export interface Traffic {
  /** Ends with a whole hour that resolves whatever is open. */
  finish(): Promise<Sent>;
}

const inFlight = 4;
/** An hour of rows takes at least this long: a replay that outruns the evaluation by hundreds of
 *  windows would make the script wait for it, and show nothing more. */
const hourPauseMs = 500;

/** Replays hour after hour until told to finish: predictions, then the labels of the hour
 *  before, then the clock. One in ten batches is sent a second time on purpose. */
export function startTraffic(target: Target): Traffic {
  let isFinishing = false;
  let sent = 0;
  let acknowledgedPredictions = 0;
  let acknowledgedLabels = 0;

  async function sendBatch(kind: 'predictions' | 'labels', hour: number, batch: number) {
    const rows = kind === 'predictions' ? predictionsOf(hour, batch) : labelsOf(hour, batch);
    const repeats = (hour * BATCHES_PER_HOUR + batch) % 10 === 0 ? 2 : 1;
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const { attempts } = await postUntilAcknowledged(target, `/v1/models/${MODEL}/${kind}`, rows);
      sent += attempts * rows.length;
    }
    if (kind === 'predictions') acknowledgedPredictions += rows.length;
    else acknowledgedLabels += rows.length;
  }

  async function sendHour(hour: number) {
    const work: (() => Promise<void>)[] = [];
    for (let batch = 0; batch < BATCHES_PER_HOUR; batch += 1) {
      work.push(() => sendBatch('predictions', hour, batch));
      if (hour > 0) work.push(() => sendBatch('labels', hour - 1, batch));
    }
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (let next = work.shift(); next !== undefined; next = work.shift()) await next();
      }),
    );
    await postUntilAcknowledged(target, `/v1/models/${MODEL}/clock`, {
      watermark: new Date(hourStartMs(hour + 1)).toISOString(),
    });
  }

  async function run(): Promise<number> {
    let hour = 0;
    // The last hour but one may have been shifted: only an hour of calm resolves its alert.
    while (!isFinishing || hour % 4 !== 0) {
      await Promise.all([sendHour(hour), sleep(hourPauseMs)]);
      hour += 1;
    }
    return hour;
  }

  const running = run();
  // A failure is reported by finish(), not by an unhandled rejection on the way there.
  running.catch(() => {});
  return {
    async finish() {
      isFinishing = true;
      const hours = await running;
      return { sent, acknowledgedPredictions, acknowledgedLabels, hours };
    },
  };
}
