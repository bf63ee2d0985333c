// Which days differ from January, and in what: the tables of docs/flights.md.
//
//   npm install && node examples/flights/explore.mjs
import { DAY_MS, hourOf, isLate } from './flight.mjs';
import { flightsFile, readFlights } from './read-flights.mjs';

/** @import { Flights } from './read-flights.mjs' */

const START_MS = Date.UTC(2001, 0, 1);
const DAYS = 181;
const JANUARY = 31;
const BUSIEST = 50;
/** Cohen's w of 0.3: an effect that is worth a person's time. */
const CRITICAL_PSI = 0.09;
const STANDARD_DEVIATIONS = 5;

const flights = await readFlights(flightsFile());
const busiest = busiestAirports(flights);
const nameOf = (/** @type {number} */ airport) => flights.airports[airport] ?? '';
const dateOf = (/** @type {number} */ day) =>
  new Date(START_MS + day * DAY_MS).toISOString().slice(5, 10);
const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`;

const tables = {
  hour: countByDay(flights, 24, (at) => hourOf(flights.departedAtMs[at] ?? 0)),
  destination: countByDay(flights, flights.airports.length, (at) => flights.destination[at] ?? 0),
  distance: countByDay(flights, 12, (at) =>
    Math.min(11, Math.floor(Math.log2((flights.distanceMiles[at] ?? 1) / 60) * 2)),
  ),
};
const late = countByDay(flights, 2, (at) => (isLate(flights.delayMinutes[at] ?? 0) ? 1 : 0));

console.log('Late flights by month\n');
for (const airport of [null, ...busiest.slice(0, 6)]) {
  const shares = [1, 2, 3, 4, 5, 6].map((month) => {
    const days = daysOfMonth(month);
    return percent(share(sumOf(days.flatMap((day) => [rowsOf(late, airport, day)]))));
  });
  console.log(`  ${airport === null ? 'all' : nameOf(airport)}  ${shares.join('  ')}`);
}

console.log('\nDays with less than three quarters of the departures of the same weekday\n');
for (let day = 0; day < DAYS; day += 1) {
  const few = busiest.flatMap((airport) => {
    const usual = usualDepartures(airport, day);
    const ratio = total(rowsOf(late, airport, day)) / usual;
    return ratio < 0.75 ? [`${nameOf(airport)} ${percent(ratio)}`] : [];
  });
  if (few.length > 0) console.log(`  ${dateOf(day)}  ${few.join(', ')}`);
}

console.log('\nMedian PSI against January by month, February to June\n');
for (const [column, counts] of Object.entries(tables)) {
  for (const airport of busiest) {
    const january = sumOf(rangeOf(0, JANUARY).map((day) => rowsOf(counts, airport, day)));
    const medians = [2, 3, 4, 5, 6].map((month) =>
      median(daysOfMonth(month).map((day) => psi(rowsOf(counts, airport, day), january))),
    );
    if (Math.max(...medians) > CRITICAL_PSI) {
      const figures = medians.map((value) => value.toFixed(3)).join('  ');
      console.log(`  ${column} at ${nameOf(airport)}  ${figures}`);
    }
  }
}

console.log('\nDays beyond what the days of January differ by among themselves\n');
for (const [column, counts] of Object.entries(tables)) {
  for (const airport of busiest) {
    const found = daysBeyond(counts, airport);
    if (found.length > 0) console.log(`  ${column} at ${nameOf(airport)}  ${found.join(', ')}`);
  }
}

/**
 * Days whose PSI is critical and further from that of January's days than these are apart, on the
 * scale of logarithms. Each day of January is compared with the rest of it.
 *
 * @param {Uint32Array} counts
 * @param {number} airport
 */
function daysBeyond(counts, airport) {
  const january = sumOf(rangeOf(0, JANUARY).map((day) => rowsOf(counts, airport, day)));
  const own = rangeOf(0, JANUARY).map((day) => {
    const rows = rowsOf(counts, airport, day);
    return Math.log(
      psi(
        rows,
        january.map((count, bin) => count - (rows[bin] ?? 0)),
      ),
    );
  });
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const spread = Math.sqrt(
    own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1),
  );
  return rangeOf(JANUARY, DAYS).flatMap((day) => {
    const value = psi(rowsOf(counts, airport, day), january);
    const isBeyond = Math.log(value) > mean + STANDARD_DEVIATIONS * spread;
    return isBeyond && value > CRITICAL_PSI ? [`${dateOf(day)} (${value.toFixed(2)})`] : [];
  });
}

/**
 * Population stability index, half a row added to every bin that anybody uses.
 *
 * @param {ArrayLike<number>} rows
 * @param {ArrayLike<number>} baseline
 */
function psi(rows, baseline) {
  const used = rangeOf(0, rows.length).filter((bin) => (rows[bin] ?? 0) + (baseline[bin] ?? 0) > 0);
  const n = total(rows) + used.length / 2;
  const m = total(baseline) + used.length / 2;
  return used.reduce((sum, bin) => {
    const q = ((rows[bin] ?? 0) + 0.5) / n;
    const p = ((baseline[bin] ?? 0) + 0.5) / m;
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * Flights by airport, day and bin.
 *
 * @param {Flights} flights
 * @param {number} bins
 * @param {(at: number) => number} binOf
 */
function countByDay({ count, departedAtMs, origin, airports }, bins, binOf) {
  const counts = new Uint32Array(airports.length * DAYS * bins);
  for (let at = 0; at < count; at += 1) {
    const day = Math.floor(((departedAtMs[at] ?? 0) - START_MS) / DAY_MS);
    if (day >= DAYS) continue;
    const cell = ((origin[at] ?? 0) * DAYS + day) * bins + Math.max(0, binOf(at));
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/**
 * One day of an airport, or of all of them.
 *
 * @param {Uint32Array} counts
 * @param {number | null} airport
 * @param {number} day
 */
function rowsOf(counts, airport, day) {
  const bins = counts.length / (flights.airports.length * DAYS);
  const at = (/** @type {number} */ one) =>
    counts.subarray((one * DAYS + day) * bins, (one * DAYS + day + 1) * bins);
  return airport === null ? sumOf(flights.airports.map((_, one) => at(one))) : at(airport);
}

/** @param {readonly ArrayLike<number>[]} parts */
function sumOf(parts) {
  const length = parts[0]?.length ?? 0;
  return rangeOf(0, length).map((bin) => parts.reduce((sum, part) => sum + (part[bin] ?? 0), 0));
}

/** @param {number} airport @param {number} day */
function usualDepartures(airport, day) {
  const weeks = [-4, -3, -2, -1, 1, 2, 3, 4].map((week) => day + 7 * week);
  const known = weeks.filter((other) => other >= 0 && other < DAYS);
  return median(known.map((other) => total(rowsOf(late, airport, other))));
}

/** @param {Flights} flights */
function busiestAirports({ count, origin, airports }) {
  const departures = new Uint32Array(airports.length);
  for (let at = 0; at < count; at += 1) {
    departures[origin[at] ?? 0] = (departures[origin[at] ?? 0] ?? 0) + 1;
  }
  const numbers = rangeOf(0, airports.length);
  return numbers.sort((a, b) => (departures[b] ?? 0) - (departures[a] ?? 0)).slice(0, BUSIEST);
}

/** @param {ArrayLike<number>} rows */
function total(rows) {
  return Array.from(rows).reduce((sum, count) => sum + count, 0);
}

/** @param {ArrayLike<number>} rows */
function share(rows) {
  return (rows[1] ?? 0) / total(rows);
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** @param {number} month */
function daysOfMonth(month) {
  return rangeOf(0, DAYS).filter(
    (day) => new Date(START_MS + day * DAY_MS).getUTCMonth() === month - 1,
  );
}

/** @param {number} from @param {number} to */
function rangeOf(from, to) {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
