// Forty days of a made-up model that says whether a delivery will be late: the table of
// docs/tutorial.md, for whoever has none of their own at hand. Always the same.
//   node examples/deliveries/generate.mjs > deliveries.csv

const DAYS = 40;
const ROWS_A_DAY = 600;
const FIRST_DAY_MS = Date.UTC(2026, 2, 2);
/** From here on the app of the couriers sends metres where it used to send kilometres. */
const BROKEN_FROM_DAY = 36;

let seed = 20260302;
function uniform() {
  seed = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const oneOf = (values) => values[Math.floor(uniform() * values.length)];

const lines = [
  'order_id,ordered_at,city,vehicle,distance_km,items,rain_mm,late_score,prediction,outcome',
];
for (let day = 0; day < DAYS; day += 1) {
  for (let row = 0; row < ROWS_A_DAY; row += 1) {
    const at = new Date(FIRST_DAY_MS + (day + (row + uniform()) / ROWS_A_DAY) * 86_400_000);
    const city = oneOf(['Bonn', 'Bonn', 'Köln', 'Köln', 'Köln', 'Aachen']);
    const vehicle = oneOf(['bike', 'bike', 'car']);
    const distance = Math.max(0.3, 4 + 1.6 * normal());
    const items = 1 + Math.floor(uniform() * uniform() * 9);
    const rain = uniform() < 0.6 ? 0 : uniform() * 6;
    const risk =
      -2.2 + 0.35 * distance + 0.12 * items + 0.2 * rain - (vehicle === 'bike' ? 0 : 0.4);
    const isLate = uniform() < 1 / (1 + Math.exp(-risk)) ? 'late' : 'on time';
    const sent = day < BROKEN_FROM_DAY ? distance : distance * 1_000;
    const seen = -2.2 + 0.35 * Math.min(sent, 20) + 0.12 * items + 0.2 * rain;
    const score = 1 / (1 + Math.exp(-seen));
    lines.push(
      [
        `o${day * ROWS_A_DAY + row}`,
        at.toISOString(),
        city,
        vehicle,
        sent.toFixed(2),
        items,
        rain.toFixed(1),
        score.toFixed(4),
        score > 0.5 ? 'late' : 'on time',
        isLate,
      ].join(','),
    );
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
