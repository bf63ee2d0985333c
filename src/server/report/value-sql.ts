import type { ColumnKind } from '../../metrics/profile.ts';
import type { SourceColumn } from './table-source.ts';

/** How a column of a file is read as one of its kind: the rules of `readFileValue` and
 *  `placeValue`, as SQL. All of them are about one row. */
export interface ValueSql {
  /** Of a type that is not nullable; means something where `has` is true. */
  readonly value: string;
  readonly has: string;
  /** Conditions, each null where it cannot occur. */
  readonly isNull: string | null;
  readonly isNan: string | null;
  readonly isInfinite: string | null;
  readonly isMismatched: string | null;
  /** Every row has a value unless it is NaN or infinite, which sums give away: so rows can be counted
   *  without asking each, and asked only where that was wrong. */
  readonly isPlainFloat: boolean;
}

const NUMBER = /^(U?Int\d+|Float\d+|BFloat16|Decimal.*)$/;
const WHOLE = /^U?Int\d+$/;
const BINARY_FLOAT = /^(Float|BFloat)/;
const NO_VALUE = "('na', 'n/a', 'null', 'none', 'nil', '?', '-')";

export function isNumberType(type: string): boolean {
  return NUMBER.test(type);
}

export const isWholeType = (type: string): boolean => WHOLE.test(type);

export function valueSql(kind: ColumnKind, column: SourceColumn): ValueSql {
  if (kind === 'numeric')
    return isNumberType(column.type) ? ofNumber(column) : ofNumberText(column);
  if (kind === 'embedding') return ofVector(column);
  const text = textOf(column);
  const present = `NOT empty(trimBoth(${text}))`;
  if (kind !== 'boolean') {
    return { ...NO_FLAWS, value: text, has: present, isNull: `empty(trimBoth(${text}))` };
  }
  const word = `lower(trimBoth(${text}))`;
  const has = `${word} IN ('true', 'false')`;
  return {
    ...NO_FLAWS,
    value: word,
    has,
    isNull: `empty(${word})`,
    isMismatched: `(NOT (${has}) AND NOT empty(${word}))`,
  };
}

const NO_FLAWS = {
  isNull: null,
  isNan: null,
  isInfinite: null,
  isMismatched: null,
  isPlainFloat: false,
} as const;

function ofNumber({ sql, type, nullable }: SourceColumn): ValueSql {
  const number = type === 'Float64' ? sql : `toFloat64(${sql})`;
  const value = nullable ? `assumeNotNull(${number})` : number;
  const isNull = nullable ? `isNull(${sql})` : null;
  if (!BINARY_FLOAT.test(type)) {
    const has = nullable ? `isNotNull(${sql})` : 'true';
    return { ...NO_FLAWS, value, has, isNull };
  }
  // A condition on NULL is NULL, which counts as false.
  const on = (condition: string) => (nullable ? `ifNull(${condition}, false)` : condition);
  return {
    ...NO_FLAWS,
    value,
    has: on(`isFinite(${sql})`),
    isNull,
    isPlainFloat: !nullable,
    isNan: on(`isNaN(${sql})`),
    isInfinite: on(`isInfinite(${sql})`),
  };
}

/** Numbers that are written out. */
function ofNumberText(column: SourceColumn): ValueSql {
  const word = `trimBoth(${textOf(column)})`;
  const parsed = `toFloat64OrNull(${word})`;
  const nothing = `(empty(${word}) OR lower(${word}) IN ${NO_VALUE})`;
  return {
    ...NO_FLAWS,
    value: `ifNull(${parsed}, 0.)`,
    has: `ifNull(isFinite(${parsed}), false)`,
    isNull: nothing,
    isNan: `ifNull(isNaN(${parsed}), false)`,
    isInfinite: `ifNull(isInfinite(${parsed}), false)`,
    isMismatched: `(isNull(${parsed}) AND NOT ${nothing})`,
  };
}

function ofVector(column: SourceColumn): ValueSql {
  const isArray = column.type.startsWith('Array(');
  const length = isArray ? `length(${column.sql})` : `length(trimBoth(${textOf(column)}))`;
  return { ...NO_FLAWS, value: `${length}`, has: `${length} > 0`, isNull: `${length} = 0` };
}

/** The cell as text; empty where there is none. */
export function textOf({ sql, type, nullable }: SourceColumn): string {
  const text = type === 'String' ? sql : `toString(${sql})`;
  return nullable ? `ifNull(${text}, '')` : text;
}

/** Classes compare across files: 1 of one and 1.0 of the other are one class. */
export function classOf(column: SourceColumn): string {
  if (isWholeType(column.type)) return textOf(column);
  const word = `trimBoth(${textOf(column)})`;
  return `ifNull(toString(toFloat64OrNull(${word})), ${word})`;
}
