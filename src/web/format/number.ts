/** A measured number for people: enough digits to compare, none that say nothing. */
export function formatMeasured(value: number, unit: string): string {
  if (unit === 'ratio') return `${formatDigits(value * 100)} %`;
  const number = formatDigits(value);
  if (unit === 'rows_per_hour') return `${number}/h`;
  if (unit === 'minutes') return `${number} min`;
  return unit === 'ms' ? `${number} ms` : number;
}

export function formatDigits(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 0.001) return String(Number(value.toPrecision(3)));
  return value.toExponential(1);
}

const UNIT_NAMES: Readonly<Record<string, string>> = {
  nats: 'nats',
  ratio: 'share',
  rows_per_hour: 'predictions an hour',
  probability: 'probability',
  ms: 'milliseconds',
  minutes: 'minutes',
};

export const nameUnit = (unit: string): string => UNIT_NAMES[unit] ?? '';

const THOUSANDS = ['', 'K', 'M', 'B', 'T'] as const;

/** For axes, where every digit costs width. */
export function formatTick(value: number, unit: string): string {
  if (unit === 'ratio') return `${formatDigits(Number((value * 100).toPrecision(6)))} %`;
  return Math.abs(value) >= 1000 ? compact(value) : formatDigits(value);
}

/** As `Intl.NumberFormat` writes it, whose compact notation takes a browser longer to prepare than
 *  all the charts of a page. */
function compact(value: number): string {
  let shown = value;
  let power = 0;
  // From here on it is written as a thousand.
  while (Math.abs(shown) >= 999.95 && power < THOUSANDS.length - 1) {
    shown /= 1000;
    power += 1;
  }
  return `${Number(shown.toFixed(1))}${THOUSANDS[power]}`;
}
