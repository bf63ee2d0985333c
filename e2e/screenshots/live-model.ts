import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../../src/stats/random.ts';
import type { Stage } from './open-stage.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export const LIVE_MODEL = 'loan-default';
const COUNTRIES = ['DE', 'FR', 'IT', 'ES', 'NL', 'AT'];
const CHANNELS = ['branch', 'web', 'app', 'broker'];
const BASELINE_DAYS = 28;
const DAYS = 16;
const FAULT_DAYS = 3;
const ROWS_A_DAY = 900;
const PATIENCE_MS = 900_000;

interface Row {
  readonly id: string;
  readonly timeMs: number;
  readonly features: Readonly<Record<string, string | number | null>>;
  readonly score: number;
  readonly label: string;
}

/** A model that is really watched: rows come day by day, and in the last three days France sends
 *  amounts in cents, incomes go missing, and a country appears that the model never saw. */
export async function playLiveModel(stage: Stage, endMs: number): Promise<void> {
  const random = createRandom(7);
  const startMs = endMs - DAYS * DAY_MS;
  const path = `/v1/models/${LIVE_MODEL}`;
  await stage.call('PUT', path, {
    timeZone: 'UTC',
    clock: 'replay',
    outputs: [{ task: 'binary', classes: ['repaid', 'defaulted'], positiveClass: 'defaulted' }],
    segmentBy: ['country'],
  });
  const past = Array.from({ length: BASELINE_DAYS }, (_, day) =>
    rowsOfDay(random, startMs - (BASELINE_DAYS - day) * DAY_MS, false),
  ).flat();
  const csv = [
    'id,at,amount,income,age,country,channel,p,truth',
    ...past.map(({ id, timeMs, features: f, score, label }) =>
      [
        id,
        new Date(timeMs).toISOString(),
        f['amount'],
        f['income'] ?? '',
        f['age'],
        f['country'],
        f['channel'],
        score,
        label,
      ].join(),
    ),
  ].join('\n');
  const query = 'name=spring&predictionId=id&time=at&score=p&label=truth';
  await stage.call('POST', `${path}/baselines?${query}`, csv, 'text/csv');
  for (const [feature, importance] of Object.entries({ amount: 0.38, income: 0.27, age: 0.2 })) {
    await stage.call('PATCH', `${path}/features/${feature}`, { importance });
  }
  await stage.call('POST', `${path}/clock`, { watermark: new Date(startMs).toISOString() });
  await stage.call('POST', `${path}/monitors/recommended`);
  for (let day = 0; day < DAYS; day++) {
    const rows = rowsOfDay(random, startMs + day * DAY_MS, day >= DAYS - FAULT_DAYS);
    await stage.call(
      'POST',
      `${path}/predictions`,
      rows.map(({ id, timeMs, features, score }) => ({
        predictionId: id,
        time: timeMs,
        version: day < DAYS / 2 ? '4' : '5',
        features,
        score,
        decision: score > 0.5 ? 'defaulted' : 'repaid',
      })),
    );
    await stage.call(
      'POST',
      `${path}/labels`,
      rows.map(({ id, timeMs, label }) => ({ predictionId: id, label, predictedAt: timeMs })),
    );
  }
  await stage.call('POST', `${path}/clock`, { watermark: new Date(endMs).toISOString() });
  await evaluated(stage, path, endMs);
}

/** The alert of the column that went wrong most. */
export async function findLiveAlert(stage: Stage): Promise<string> {
  const query = `model=${LIVE_MODEL}&order=worst&limit=50`;
  const { alerts } = await stage.call<{ alerts: { alertId: string; column: string | null }[] }>(
    'GET',
    `/v1/alerts?${query}`,
  );
  const alert = alerts.find(({ column }) => column === 'amount') ?? alerts[0];
  if (alert === undefined) throw new Error('The model that was played raised no alert.');
  return alert.alertId;
}

async function evaluated(stage: Stage, path: string, endMs: number): Promise<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (Date.now() < untilMs) {
    const { monitors } = await stage.call<{ monitors: { evaluatedUntil: string | null }[] }>(
      'GET',
      `${path}/monitors`,
    );
    if (monitors.every((one) => Date.parse(one.evaluatedUntil ?? '1970') >= endMs)) return;
    await sleep(500);
  }
  throw new Error('The model was not evaluated in time.');
}

function rowsOfDay(random: Random, dayMs: number, isFaulty: boolean): Row[] {
  return Array.from({ length: ROWS_A_DAY }, (_, i) => {
    const isNew = isFaulty && random.uniform() < 0.06;
    const country = isNew ? 'PT' : pick(random, COUNTRIES, [0.34, 0.22, 0.16, 0.12, 0.1, 0.06]);
    const income = 1_500 + 4_500 * random.uniform() ** 2;
    const age = 19 + Math.floor(60 * random.uniform());
    const amount = Math.round((2_000 + 28_000 * random.uniform() ** 2) * 100) / 100;
    const risk = Math.min(0.95, 0.05 + 0.5 * (amount / (income * 12)) + (age < 25 ? 0.15 : 0));
    const isWrong = isFaulty && country === 'FR';
    const score = isWrong
      ? random.uniform()
      : Math.min(0.999, risk * (0.6 + 0.8 * random.uniform()));
    return {
      id: `${dayMs / DAY_MS}-${i}`,
      timeMs: dayMs + Math.floor(((i + 0.5) / ROWS_A_DAY) * 24) * HOUR_MS + (i % 60) * 60_000,
      features: {
        amount: isWrong ? amount * 100 : amount,
        income: isFaulty && random.uniform() < 0.18 ? null : Math.round(income),
        age,
        country,
        channel: pick(random, CHANNELS, [0.2, 0.4, 0.3, 0.1]),
      },
      score: Number(score.toFixed(4)),
      label: random.uniform() < risk ? 'defaulted' : 'repaid',
    };
  });
}

function pick(random: Random, values: readonly string[], shares: readonly number[]): string {
  let left = random.uniform();
  const at = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return values[at === -1 ? values.length - 1 : at] ?? '';
}
