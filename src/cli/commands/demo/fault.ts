import { createHash } from 'node:crypto';
import type { Flight } from './flight.ts';
import { DAY_MS } from './flight.ts';
import type { FlightFeatures } from './lateness-model.ts';

/** The one thing that is made up: for a week an airport reports `distance` in kilometres. */
export interface Fault {
  readonly kind: 'injected';
  readonly column: 'distance';
  readonly origin: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly description: string;
}

const KILOMETRES_PER_MILE = 1.609344;
const FAULT_DAYS = 7;
const FIRST_DAY_MS = Date.UTC(2001, 1, 15);
const LAST_DAY_MS = Date.UTC(2001, 5, 15);
/** Summer time begins: a day that is really different at airports without it. */
const SUMMER_TIME_MS = Date.UTC(2001, 3, 1);

/** The same seed draws the same airport and the same midnight, never that of 1 April. */
export function drawFault(seed: number, origins: readonly string[]): Fault {
  const days: number[] = [];
  for (let day = FIRST_DAY_MS; day <= LAST_DAY_MS; day += DAY_MS) {
    if (day !== SUMMER_TIME_MS) days.push(day);
  }
  const origin = pick(`${seed} airport`, origins);
  const startMs = pick(`${seed} date`, days);
  const date = new Date(startMs).toISOString().slice(0, 10);
  return {
    kind: 'injected',
    column: 'distance',
    origin,
    startMs,
    endMs: startMs + FAULT_DAYS * DAY_MS,
    description: `from ${date} on, for ${FAULT_DAYS} days, ${origin} reports distance in kilometres`,
  };
}

export function applyFault(fault: Fault, flight: Flight, features: FlightFeatures): FlightFeatures {
  const hit =
    flight.origin === fault.origin &&
    flight.departedAtMs >= fault.startMs &&
    flight.departedAtMs < fault.endMs;
  if (!hit) return features;
  return { ...features, distance: Math.round(features.distance * KILOMETRES_PER_MILE) };
}

function pick<T>(text: string, from: readonly T[]): T {
  const drawn = createHash('sha256').update(text).digest().readUInt32BE(0);
  const chosen = from[drawn % from.length];
  if (chosen === undefined) throw new Error('Nothing to draw from.');
  return chosen;
}
