import type { ColumnKind } from '../../metrics/profile.ts';
import { isIdentifier } from './is-identifier.ts';
import { type ColumnObservation, observeColumns } from './observe-columns.ts';

/** A proposal: a person may change every part of it before the baseline is made. */
export interface InferredColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Smallest and largest number of the sample. */
  readonly range?: readonly [min: number, max: number];
  /** Every value of the sample, most frequent first; not of identifiers. */
  readonly categories?: readonly string[];
  readonly nullable: boolean;
  /** Distinct values by rows with a value, 0 to 1. */
  readonly distinctRatio: number;
  readonly identifier: boolean;
  /** Why, where a reader could wonder; else empty. */
  readonly note: string;
  /** What it is as a feature, where that is something else: whole numbers that were written as text
   *  where numbers could be written are codes. As a score or a truth they are numbers. */
  readonly asFeature?: InferredColumn;
}

/** What a column is where it is a feature. */
export const featureOf = (column: InferredColumn): InferredColumn => column.asFeature ?? column;

/** Up to this share of a numeric column may be text: a few broken cells do not make it text. */
const TOLERATED_MISMATCHES = 0.01;
/** Categories are short and return; free text is long and hardly ever does. */
const TEXT_MEAN_LENGTH = 30;
const TEXT_DISTINCT_RATIO = 0.3;
const CODES = 'whole numbers written as text, where numbers could be written: taken as codes';
const NUMBERS_AS_TEXT =
  'numbers written as text: predictions must send numbers, text would be of the wrong type';

/** Proposes a kind for every column of a sample of rows, as CSV (all strings), NDJSON or Parquet
 *  give them.
 *
 *  embedding    lists of finite numbers of one length
 *  boolean      true and false, in any case; 0 and 1 stay numbers, yes and no categories
 *  text         dates, nested objects, long strings that hardly repeat, identifiers in words
 *  numeric      numbers, also those in strings and however few differ, if at most 1 % of the
 *               column is something else than words for "missing" (NA, null, ?, …)
 *  categorical  everything else; also numbers with leading zeros or beyond 2⁵³, which are codes */
export function inferColumns(
  sampleRows: readonly Readonly<Record<string, unknown>>[],
): InferredColumn[] {
  return observeColumns(sampleRows).map(inferColumn);
}

function inferColumn(seen: ColumnObservation): InferredColumn {
  const { kind, note } = decideKind(seen);
  const column = describeColumn(seen, kind, note);
  const isCode = kind === 'numeric' && areAllText(seen) && seen.fractions === 0;
  return isCode ? { ...column, asFeature: describeColumn(seen, 'categorical', CODES) } : column;
}

const areAllText = (seen: ColumnObservation) => seen.numbersAsText === seen.numbers;

function describeColumn(
  seen: ColumnObservation,
  kindByValues: ColumnKind,
  note: string,
): InferredColumn {
  const numeric = kindByValues === 'numeric';
  const identifier = isIdentifier(seen, kindByValues);
  // Identifiers in words get format and missing checks only, and so does text.
  const kind = identifier && kindByValues === 'categorical' ? 'text' : kindByValues;
  const listed = kind === 'categorical' || kind === 'boolean';
  return {
    name: seen.name,
    kind,
    ...(numeric ? { range: [seen.min, seen.max] as const } : {}),
    ...(listed ? { categories: categoriesOf(seen) } : {}),
    nullable: seen.values < seen.rows || (numeric && seen.missingWords > 0),
    distinctRatio: seen.values === 0 ? 0 : seen.counts.size / seen.values,
    identifier,
    note: identifier
      ? joinNotes(note, 'too many different values to compare: taken as an identifier')
      : note,
  };
}

function decideKind(seen: ColumnObservation): { kind: ColumnKind; note: string } {
  const { values } = seen;
  if (values === 0) return { kind: 'text', note: 'no row of the sample has a value' };
  if (seen.vectors === values) {
    return seen.vectorLength > 0
      ? { kind: 'embedding', note: `lists of ${seen.vectorLength} numbers` }
      : { kind: 'text', note: 'lists of different lengths' };
  }
  if (seen.objects + seen.vectors > 0) return { kind: 'text', note: 'nested values' };
  if (seen.booleans === values) return { kind: 'boolean', note: '' };
  if (seen.dates >= values - seen.missingWords && seen.dates > 0) {
    return { kind: 'text', note: 'dates: every window has new ones, so they are not compared' };
  }
  const numeric = decideNumeric(seen);
  if (numeric !== undefined) return numeric;
  if (isProse(seen)) return { kind: 'text', note: 'long strings that hardly repeat' };
  return { kind: 'categorical', note: '' };
}

/** Long, new in most rows, and of several words: keys and hashes are of one. */
function isProse({ totalLength, values, counts }: ColumnObservation): boolean {
  return (
    totalLength >= TEXT_MEAN_LENGTH * values &&
    counts.size >= TEXT_DISTINCT_RATIO * values &&
    [...counts.keys()].some((value) => /\S\s+\S/.test(value))
  );
}

function decideNumeric(
  seen: ColumnObservation,
): { kind: 'numeric' | 'categorical'; note: string } | undefined {
  const others = seen.values - seen.numbers - seen.missingWords;
  if (seen.numbers === 0 || others > TOLERATED_MISMATCHES * seen.values) return undefined;
  if (seen.codes > 0) {
    return {
      kind: 'categorical',
      note: 'numbers with leading zeros or more digits than a number keeps: taken as codes',
    };
  }
  const broken = others + seen.missingWords;
  const textNote = areAllText(seen) ? NUMBERS_AS_TEXT : '';
  if (broken === 0) return { kind: 'numeric', note: textNote };
  const example = seen.oddity === undefined ? '' : `, such as ${JSON.stringify(seen.oddity)}`;
  return {
    kind: 'numeric',
    note: joinNotes(`${broken} of ${seen.values} values are not numbers${example}`, textNote),
  };
}

function categoriesOf(seen: ColumnObservation): string[] {
  return [...seen.counts]
    .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a < b ? -1 : 1))
    .map(([value]) => value);
}

function joinNotes(...notes: readonly string[]): string {
  return notes.filter((note) => note !== '').join('; ');
}
