import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../examples/flights/flight.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';

const START_MS = Date.UTC(2001, 0, 1);
const DAYS = 181;
const AIRPORTS = 40;
const FLIGHTS_A_DAY = 4_000;

/** Flights of a country that does not exist, for those who have no network: as many airports,
 *  hours and late arrivals as make the demo work, days that differ as days do, and nothing else
 *  that happens. The same seed makes the same flights. */
export function synthesizeFlights(seed: number): Flights {
  const random = randomOf(seed);
  const airports = Array.from({ length: AIRPORTS }, (_, at) => codeOf(at));
  // By size: the first is the busiest.
  const share = cumulate(airports.map((_, at) => 1 / (at + 3)));
  const place = airports.map(() => ({ x: random() * 2_500, y: random() * 1_200 }));
  const lateness = airports.map(() => (random() - 0.5) * 0.6);
  const hours = cumulate(Array.from({ length: 24 }, (_, hour) => hourShare(hour)));

  const departures: Flight[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const weekday = new Date(START_MS + day * DAY_MS).getUTCDay();
    const count = Math.round(FLIGHTS_A_DAY * (weekday === 6 ? 0.88 : 1) * (0.98 + 0.04 * random()));
    // Weather: some days are late everywhere.
    const weather = 0.9 * random() ** 3 - 0.25;
    for (let flight = 0; flight < count; flight += 1) {
      const origin = drawFrom(share, random());
      const other = drawFrom(share, random());
      const destination = other === origin ? (other + 1) % AIRPORTS : other;
      const hour = drawFrom(hours, random());
      const late = -1.9 + 0.07 * (hour - 12) + weather + (lateness[origin] ?? 0);
      departures.push({
        departedAtMs:
          START_MS + day * DAY_MS + hour * HOUR_MS + Math.floor(random() * 60) * MINUTE_MS,
        origin,
        destination,
        distanceMiles: milesBetween(place[origin], place[destination]),
        delayMinutes:
          random() < 1 / (1 + Math.exp(-late)) ? 16 + random() * 90 : random() * 30 - 15,
      });
    }
  }
  departures.sort((a, b) => a.departedAtMs - b.departedAtMs);
  return {
    count: departures.length,
    departedAtMs: Float64Array.from(departures, (one) => one.departedAtMs),
    origin: Uint16Array.from(departures, (one) => one.origin),
    destination: Uint16Array.from(departures, (one) => one.destination),
    distanceMiles: Float64Array.from(departures, (one) => one.distanceMiles),
    delayMinutes: Float64Array.from(departures, (one) => Math.round(one.delayMinutes)),
    airports,
  };
}

interface Flight {
  readonly departedAtMs: number;
  readonly origin: number;
  readonly destination: number;
  readonly distanceMiles: number;
  readonly delayMinutes: number;
}

const codeOf = (at: number): string =>
  `${String.fromCharCode(65 + Math.floor(at / 26))}${String.fromCharCode(65 + (at % 26))}X`;

const hourShare = (hour: number): number => (hour < 6 ? 0.1 : hour < 22 ? 1 : 0.4);

function milesBetween(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return Math.max(60, Math.round(Math.hypot(a.x - b.x, a.y - b.y)));
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function cumulate(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
}

function drawFrom(cumulated: readonly number[], point: number): number {
  const found = cumulated.findIndex((limit) => point < limit);
  return found < 0 ? cumulated.length - 1 : found;
}

/** Sebastiano Vigna's splitmix, in 32 bits. */
function randomOf(seed: number): () => number {
  let state = createHash('sha256').update(`flights ${seed}`).digest().readUInt32BE(0);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
