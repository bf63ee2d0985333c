/** `info` is worth a line and nobody's sleep: it is shown and never pages. */
export type Verdict =
  | 'ok'
  | 'info'
  | 'warning'
  | 'critical'
  | 'no_data'
  | 'insufficient_data'
  | 'error';

/** No alarm: examples of what is normal, where they have a value, as those within a blind bound do. */
export const CALM_VERDICTS: readonly Verdict[] = ['ok', 'info', 'insufficient_data'];

export const isCalm = (verdict: Verdict): boolean => CALM_VERDICTS.includes(verdict);
