// What a flight means to the model: when it is late, when it lands, in which part of the day it is.

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The model is fitted on January 2001; what came after is played to the monitor. */
export const TRAINED_UNTIL_MS = Date.UTC(2001, 1, 1);
export const DATA_END_MS = Date.UTC(2001, 6, 1);

/** The question that the model answers: will this flight arrive more than so many minutes late? */
const LATE_AFTER_MINUTES = 15;

/** @param {number} delayMinutes */
export const isLate = (delayMinutes) => delayMinutes > LATE_AFTER_MINUTES;

/**
 * The data has no arrival time: half an hour on the ground and 450 miles an hour in the air.
 *
 * @param {number} departedAtMs
 * @param {number} distanceMiles
 */
export const estimatedArrivalMs = (departedAtMs, distanceMiles) =>
  departedAtMs + HOUR_MS / 2 + Math.round((distanceMiles / 450) * HOUR_MS);

/** @param {number} departedAtMs */
export const hourOf = (departedAtMs) => Math.floor(departedAtMs / HOUR_MS) % 24;

/** Parts of the day, to look at each by itself, by their last hour. */
const LAST_HOURS = /** @type {const} */ ([
  ['night', 5],
  ['morning', 9],
  ['midday', 13],
  ['afternoon', 17],
  ['evening', 23],
]);

/** @param {number} hour */
export const hourBandOf = (hour) => LAST_HOURS.find(([, last]) => hour <= last)?.[0] ?? 'evening';
