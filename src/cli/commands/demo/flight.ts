/** One flight as the data has it. Times are those of the clock at the origin, taken as if
 *  that clock were UTC, because the data names no zone. */
export interface Flight {
  readonly flightId: string;
  readonly departedAtMs: number;
  readonly origin: string;
  readonly destination: string;
  readonly distanceMiles: number;
  readonly arrivalDelayMinutes: number;
}

/** What the model is asked: will this flight arrive more than so many minutes late? */
const LATE_AFTER_MINUTES = 15;

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export const isLate = (flight: Flight): boolean => flight.arrivalDelayMinutes > LATE_AFTER_MINUTES;

/** The data has no arrival time: half an hour on the ground and 450 miles an hour in the air. */
export const estimatedArrivalMs = (flight: Flight): number =>
  flight.departedAtMs + HOUR_MS / 2 + Math.round((flight.distanceMiles / 450) * HOUR_MS);

export const hourOf = (flight: Flight): number => new Date(flight.departedAtMs).getUTCHours();
