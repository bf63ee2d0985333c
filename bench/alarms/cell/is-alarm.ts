import { decideVerdict } from '../../../src/monitoring/threshold/decide-verdict.ts';
import type { Bounds } from '../../../src/monitoring/threshold/threshold.ts';

/** Whether the product would call a window bad. */
export function isAlarm(value: number, bounds: Bounds): boolean {
  const verdict = decideVerdict({ kind: 'value', value, n: 1, m: 1 }, bounds);
  return verdict === 'warning' || verdict === 'critical';
}
