import type { MetricDescriptor } from '../../metrics/metric.ts';

/** A measured number for people: enough digits to compare, none that say nothing. */
export function formatNumber(
  value: number,
  unit: MetricDescriptor['unit'],
  digits: (value: number) => string = fewDigits,
): string {
  if (unit === 'ratio') return `${digits(value * 100)} %`;
  const number = digits(value);
  if (unit === 'rows_per_hour') return `${number} an hour`;
  if (unit === 'minutes') return `${number} min`;
  return unit === 'ms' ? `${number} ms` : number;
}

function fewDigits(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 0.001) return String(Number(value.toPrecision(3)));
  return value.toExponential(1);
}

/** A value beside its bound: with more digits where both would read the same and are not. */
export function formatBeside(
  value: number,
  bound: number | null,
  unit: MetricDescriptor['unit'],
): string {
  const few = formatNumber(value, unit);
  if (bound === null || value === bound || few !== formatNumber(bound, unit)) return few;
  return formatNumber(value, unit, (one) => String(Number(one.toPrecision(7))));
}
