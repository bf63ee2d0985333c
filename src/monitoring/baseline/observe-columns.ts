/** What a sample says about one column, before anything is decided. */
export interface ColumnObservation {
  readonly name: string;
  /** Rows of the sample, with or without this column. */
  readonly rows: number;
  /** Rows with a value. Absent, null, NaN, blank strings and infinite numbers are none. */
  readonly values: number;
  readonly numbers: number;
  /** Numbers that were written with a fraction, an exponent or a decimal point. */
  readonly fractions: number;
  /** Numbers that came as text though the sample has values of other types: whoever wrote it could
   *  have written numbers. In CSV, where all is text, there are none. */
  readonly numbersAsText: number;
  readonly booleans: number;
  readonly dates: number;
  /** Values that begin with a zero before other digits, or have more digits than a double keeps. */
  readonly codes: number;
  readonly vectors: number;
  /** −1 where vectors differ in length. */
  readonly vectorLength: number;
  readonly objects: number;
  /** Values that say "no value" in words: they matter only in a column of numbers. */
  readonly missingWords: number;
  /** An example of what is neither number, boolean nor missing. */
  readonly oddity: string | undefined;
  readonly min: number;
  readonly max: number;
  /** Rows per value, written as text. */
  readonly counts: ReadonlyMap<string, number>;
  readonly totalLength: number;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const LEADING_ZERO = /^[+-]?0\d/;
const BOOLEAN = /^(true|false)$/i;
const MISSING_WORD = /^(na|n\/a|nan|null|none|nil|\?|-)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Omit<Mutable<ColumnObservation>, 'counts' | 'rows'> & { counts: Map<string, number> };

/** Columns in the order in which they first appear. */
export function observeColumns(
  rows: readonly Readonly<Record<string, unknown>>[],
): ColumnObservation[] {
  const drafts = new Map<string, Draft>();
  let typed = false;
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      typed ||= typeof value !== 'string' && value !== null && value !== undefined;
      let draft = drafts.get(name);
      if (draft === undefined) {
        draft = emptyDraft(name);
        drafts.set(name, draft);
      }
      observe(draft, value);
    }
  }
  return [...drafts.values()].map((draft) => ({
    ...draft,
    rows: rows.length,
    numbersAsText: typed ? draft.numbersAsText : 0,
  }));
}

function emptyDraft(name: string): Draft {
  return {
    name,
    values: 0,
    numbers: 0,
    fractions: 0,
    numbersAsText: 0,
    booleans: 0,
    dates: 0,
    codes: 0,
    vectors: 0,
    vectorLength: 0,
    objects: 0,
    missingWords: 0,
    oddity: undefined,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    counts: new Map(),
    totalLength: 0,
  };
}

function observe(draft: Draft, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) observeNumber(draft, value, String(value));
    return;
  }
  if (typeof value === 'bigint') {
    observeText(draft, String(value));
    return;
  }
  if (typeof value === 'string') {
    const numbersBefore = draft.numbers;
    observeText(draft, value);
    draft.numbersAsText += draft.numbers - numbersBefore;
    return;
  }
  draft.values += 1;
  if (typeof value === 'boolean') {
    draft.booleans += 1;
    count(draft, String(value));
  } else if (value instanceof Date) {
    draft.dates += 1;
    count(draft, String(value.getTime()));
  } else if (isVector(value)) {
    draft.vectors += 1;
    draft.vectorLength =
      draft.vectors === 1 || draft.vectorLength === value.length ? value.length : -1;
  } else {
    draft.objects += 1;
  }
}

function observeText(draft: Draft, text: string): void {
  const trimmed = text.trim();
  if (trimmed === '') return;
  const number = NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (Number.isFinite(number)) {
    if (isCode(trimmed, number)) draft.codes += 1;
    observeNumber(draft, number, trimmed);
    return;
  }
  draft.values += 1;
  if (BOOLEAN.test(trimmed)) {
    draft.booleans += 1;
    count(draft, trimmed.toLowerCase());
    return;
  }
  if (DATE.test(trimmed)) draft.dates += 1;
  if (MISSING_WORD.test(trimmed)) draft.missingWords += 1;
  else draft.oddity ??= text;
  count(draft, text);
}

function observeNumber(draft: Draft, value: number, text: string): void {
  draft.values += 1;
  draft.numbers += 1;
  if (!Number.isInteger(value) || /[.e]/i.test(text)) draft.fractions += 1;
  draft.min = Math.min(draft.min, value);
  draft.max = Math.max(draft.max, value);
  count(draft, text);
}

/** Postcodes, account numbers: arithmetic on them means nothing, or loses digits. */
function isCode(text: string, number: number): boolean {
  if (LEADING_ZERO.test(text)) return true;
  return /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(number);
}

function isVector(value: unknown): value is { readonly length: number } {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  return Array.isArray(value) && value.length > 0 && value.every(Number.isFinite);
}

function count(draft: Draft, text: string): void {
  draft.counts.set(text, (draft.counts.get(text) ?? 0) + 1);
  draft.totalLength += text.length;
}
