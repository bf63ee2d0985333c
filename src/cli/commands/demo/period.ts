import { DATA_END_MS, TRAINED_UNTIL_MS } from '../../../../examples/flights/flight.mjs';

/** The model was fitted on January 2001; what came after is played to the monitor. */
export const REPLAY_START_MS = TRAINED_UNTIL_MS;
export const REPLAY_END_MS = DATA_END_MS;

export const dateOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
