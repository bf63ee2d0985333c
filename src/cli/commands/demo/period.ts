/** The model was fitted on January 2001; what came after is played to the monitor. */
export const REPLAY_START_MS = Date.UTC(2001, 1, 1);
export const REPLAY_END_MS = Date.UTC(2001, 6, 1);

/** Large airports that no storm ever closed: a day's flights of each are enough to judge by. */
export const ORIGINS = ['ATL', 'LAX', 'ORD', 'PHX'] as const;
