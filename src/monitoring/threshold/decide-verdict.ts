import type { Measured } from '../../metrics/metric.ts';
import type { Verdict } from '../monitor/verdict.ts';
import type { Bounds } from './threshold.ts';

/** A bound is met by going beyond it: a value on the bound is still within. */
export function decideVerdict(measured: Measured, bounds: Bounds): Verdict {
  if (measured.kind !== 'value') return measured.kind;
  if (Number.isNaN(measured.value)) {
    throw new RangeError('A measured value must be a number, not NaN.');
  }
  if (isBeyond(measured.value, bounds.critical, bounds.side)) return 'critical';
  if (isBeyond(measured.value, bounds.warning, bounds.side)) return 'warning';
  if (isBeyond(measured.value, bounds.info ?? null, bounds.side)) return 'info';
  return 'ok';
}

function isBeyond(value: number, bound: number | null, side: Bounds['side']): boolean {
  if (bound === null) return false;
  return side === 'above' ? value > bound : value < bound;
}
