import type { VerdictWire } from '../../contract/health.ts';

export const VERDICT_WORDS: Readonly<Record<VerdictWire | 'unwatched', string>> = {
  ok: 'ok',
  info: 'info',
  warning: 'warning',
  critical: 'critical',
  no_data: 'no data',
  insufficient_data: 'few rows',
  error: 'error',
  unwatched: 'not watched',
};

export const verdictOf = (verdict: VerdictWire | null): VerdictWire | 'unwatched' =>
  verdict ?? 'unwatched';
