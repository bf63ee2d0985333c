import type { ColumnKind } from '../../metrics/profile.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NO_VALUE = /^(na|n\/a|null|none|nil|\?|-)$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;

/** A value of a file as a column of this kind takes it. CSV writes everything as text; a file of
 *  numbers has words for "no value", and blank cells are none. What still does not fit is left
 *  as it is, and placing it finds the flaw. */
export function readFileValue(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? null : value.toISOString();
  }
  if (typeof value === 'string' && value.trim() === '') return null;
  switch (kind) {
    case 'numeric':
      return readFileNumber(value);
    case 'boolean':
      return typeof value === 'string' ? value.trim().toLowerCase() : value;
    case 'embedding':
      return readVector(value);
    case 'categorical':
    case 'text':
      return typeof value === 'object' || typeof value === 'bigint' ? asText(value) : value;
  }
}

/** The number that a cell holds; null for none; the value itself where it is no number. */
export function readFileNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '' || NO_VALUE.test(text)) return null;
  if (NUMBER.test(text)) return Number(text);
  if (NOT_A_NUMBER.test(text)) return 'NaN';
  const infinite = INFINITE.exec(text);
  if (infinite === null) return value;
  return infinite[1] === '-' ? '-Infinity' : 'Infinity';
}

/** The text that a cell holds, of a class or a version; null for a blank one. */
export function readFileText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : asText(value);
  return text.trim() === '' ? null : text;
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value, bigintAsText) : String(value);
}

const bigintAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value;

function readVector(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as Float64Array, Number);
  }
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
