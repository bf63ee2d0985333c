// Makes the files beside it: customers of a telephone company that does not exist. In training
// data monthlyCharge is in euros; in January's predictions somebody has begun to send cents.
import { writeFileSync } from 'node:fs';

let state = 20_260_101;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const pick = (values) => values[Math.floor(random() * values.length)];

function customer(id, timeMs) {
  const plan = pick(['basic', 'basic', 'family', 'business']);
  const tenureMonths = Math.floor(random() ** 2 * 96);
  const monthlyCharge =
    Math.round((10 + random() * 50 + (plan === 'business' ? 20 : 0)) * 100) / 100;
  const supportCalls = Math.floor(random() ** 3 * 8);
  const risk = -1.6 - tenureMonths / 24 + monthlyCharge / 40 + supportCalls * 0.5;
  const score = Math.round((1 / (1 + Math.exp(-risk))) * 1e4) / 1e4;
  const left = random() < score ? 'leaves' : 'stays';
  const features = { plan, tenureMonths, monthlyCharge, supportCalls };
  return { id, time: new Date(timeMs).toISOString(), features, score, left };
}

const HOUR_MS = 3_600_000;
const decide = (score) => (score > 0.5 ? 'leaves' : 'stays');
const lines = (rows) => `${rows.join('\n')}\n`;
const write = (name, rows) => writeFileSync(new URL(name, import.meta.url), lines(rows));

const trained = Array.from({ length: 2_000 }, (_, index) =>
  customer(`t${index}`, Date.UTC(2025, 11, 1) + (index * 30 * 24 * HOUR_MS) / 2_000),
);
const table = (rows) => [
  'customer,time,plan,tenureMonths,monthlyCharge,supportCalls,score,decision,left',
  ...rows.map(({ id, time, features: f, score, left }) =>
    [
      id,
      time,
      f.plan,
      f.tenureMonths,
      f.monthlyCharge,
      f.supportCalls,
      score,
      decide(score),
      left,
    ].join(),
  ),
];
write('training.csv', table(trained));

const inCents = ({ features, ...row }) => ({
  ...row,
  features: { ...features, monthlyCharge: Math.round(features.monthlyCharge * 100) },
});
const seen = Array.from({ length: 400 }, (_, index) =>
  inCents(customer(`p${index}`, Date.UTC(2026, 0, 5) + (index * 24 * HOUR_MS) / 400)),
);
write('january.csv', table(seen));
write(
  'predictions.ndjson',
  seen.map(({ id, time, features, score }) =>
    JSON.stringify({
      predictionId: id,
      time,
      version: '1',
      features,
      score,
      decision: decide(score),
    }),
  ),
);
write(
  'labels.ndjson',
  seen.map(({ id, left }) => JSON.stringify({ predictionId: id, label: left })),
);
