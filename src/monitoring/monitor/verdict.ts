/** `info` is worth a line and nobody's sleep: it is shown and never pages. */
export type Verdict =
  | 'ok'
  | 'info'
  | 'warning'
  | 'critical'
  | 'no_data'
  | 'insufficient_data'
  | 'error';
