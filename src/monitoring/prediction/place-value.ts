import type { ColumnKind } from '../../metrics/profile.ts';
import type { Flaw } from './prediction.ts';

/** A feature without a usable value, and why. */
export interface FlawedValue {
  readonly flaw: Flaw;
}

/** What a column keeps of a value: a number (numeric), a text (categorical, boolean, text), a
 *  vector (embedding), or the reason why it keeps nothing. */
export type PlacedValue = number | string | readonly number[] | FlawedValue;

// Shared, because one is needed for every missing value of the hot path.
const NULL: FlawedValue = { flaw: 'null' };
const NAN: FlawedValue = { flaw: 'nan' };
const INFINITE: FlawedValue = { flaw: 'infinite' };
const MISMATCHED: FlawedValue = { flaw: 'mismatched' };

/** Places a value as it came by the kind of its column. A bad value never costs its row: it is
 *  a flaw, and a mismatched one keeps its raw text in the overflow. */
export function placeValue(kind: ColumnKind, value: unknown): PlacedValue {
  if (value === null || value === undefined) return NULL;
  switch (kind) {
    case 'numeric':
      return placeNumber(value);
    case 'boolean':
      if (typeof value === 'boolean') return value ? 'true' : 'false';
      // Files have no other way to say it.
      return value === 'true' || value === 'false' ? value : MISMATCHED;
    case 'categorical':
    case 'text':
      if (typeof value === 'string') return value;
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : MISMATCHED;
    case 'embedding':
      return isVector(value) ? value : MISMATCHED;
  }
}

/** JSON has no NaN and no infinity, so senders may say them as words. */
function placeNumber(value: unknown): number | FlawedValue {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    return Number.isNaN(value) ? NAN : INFINITE;
  }
  if (value === 'NaN') return NAN;
  return value === 'Infinity' || value === '-Infinity' ? INFINITE : MISMATCHED;
}

/** Stored as 32-bit floats, so a number beyond them would arrive as infinity. */
function isVector(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((one) => typeof one === 'number' && Number.isFinite(Math.fround(one)))
  );
}
