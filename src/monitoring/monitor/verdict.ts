export type Verdict = 'ok' | 'warning' | 'critical' | 'no_data' | 'insufficient_data' | 'error';
