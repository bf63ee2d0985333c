import { createHash } from 'node:crypto';
import { DAY_MS } from '../../../../examples/flights/flight.mjs';
import { dateOf } from './period.ts';

/** What the model was asked, as it was sent to it. */
export interface SentFeatures {
  readonly origin: string;
  readonly destination: string;
  readonly distance: number;
  readonly hour: number | null;
  readonly hour_band: string;
}

/** Something made up, and said to be so: from one midnight to another a column of an airport is
 *  wrong. */
export interface Fault {
  readonly kind: 'injected';
  readonly column: 'distance' | 'hour';
  readonly origin: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly description: string;
}

const KILOMETRES_PER_MILE = 1.609344;
const DISTANCE_FAULT_DAYS = 7;
const HOUR_FAULT_DAYS = 5;
const MISSING_SHARE = 0.3;
const FIRST_DAY_MS = Date.UTC(2001, 1, 8);
const LAST_DAY_MS = Date.UTC(2001, 5, 20);
/** Summer time begins: a day that is really different at airports without it. */
const SUMMER_TIME_MS = Date.UTC(2001, 3, 1);

/** The same seed draws the same two airports and midnights; no fault touches 1 April. */
export function drawFaults(seed: number, airports: readonly string[]): readonly Fault[] {
  const kilometres = pick(`${seed} airport`, airports);
  const others = airports.filter((airport) => airport !== kilometres);
  const hourless = pick(`${seed} other airport`, others);
  return [
    fault('distance', kilometres, pick(`${seed} date`, daysFor(DISTANCE_FAULT_DAYS))),
    fault('hour', hourless, pick(`${seed} other date`, daysFor(HOUR_FAULT_DAYS))),
  ];
}

function fault(column: Fault['column'], origin: string, startMs: number): Fault {
  const days = column === 'distance' ? DISTANCE_FAULT_DAYS : HOUR_FAULT_DAYS;
  const what =
    column === 'distance'
      ? `${origin} reports distance in kilometres`
      : `${origin} reports no hour for ${MISSING_SHARE * 100} % of its flights`;
  return {
    kind: 'injected',
    column,
    origin,
    startMs,
    endMs: startMs + days * DAY_MS,
    description: `from ${dateOf(startMs)} on, for ${days} days, ${what}`,
  };
}

function daysFor(length: number): readonly number[] {
  const days: number[] = [];
  for (let day = FIRST_DAY_MS; day <= LAST_DAY_MS; day += DAY_MS) {
    if (SUMMER_TIME_MS < day || SUMMER_TIME_MS >= day + length * DAY_MS) days.push(day);
  }
  return days;
}

export const segmentOf = (fault: Fault): string => `origin=${fault.origin}`;

export const isDuring = (fault: Fault, timeMs: number): boolean =>
  timeMs >= fault.startMs && timeMs < fault.endMs;

/** The features of a flight as the faulty systems report them. */
export function applyFaults(
  faults: readonly Fault[],
  features: SentFeatures,
  flight: { readonly id: number; readonly departedAtMs: number },
): SentFeatures {
  let sent = features;
  for (const fault of faults) {
    if (features.origin !== fault.origin || !isDuring(fault, flight.departedAtMs)) continue;
    if (fault.column === 'distance') {
      sent = { ...sent, distance: Math.round(features.distance * KILOMETRES_PER_MILE) };
    } else if (fraction(flight.id) < MISSING_SHARE) {
      sent = { ...sent, hour: null };
    }
  }
  return sent;
}

/** As good as drawn, and always the same for a flight. */
function fraction(id: number): number {
  const mixed = Math.imul(id ^ (id >>> 15), 0x2c1b3c6d);
  return ((Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0) % 10_000) / 10_000;
}

function pick<T>(text: string, from: readonly T[]): T {
  const drawn = createHash('sha256').update(text).digest().readUInt32BE(0);
  const chosen = from[drawn % from.length];
  if (chosen === undefined) throw new Error('Nothing to draw from.');
  return chosen;
}
