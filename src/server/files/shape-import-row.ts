/** Which columns of a file mean what. Columns that are not named are features. */
export interface ColumnMapping {
  readonly id: string | null;
  readonly time: string | null;
  readonly version: string | null;
  readonly score: string | null;
  readonly decision: string | null;
  readonly value: string | null;
  readonly weight: string | null;
  readonly latency: string | null;
  readonly label: string | null;
  readonly predictedAt: string | null;
  readonly labelledAt: string | null;
  readonly output: string | null;
  readonly exclude: readonly string[];
}

export type FeatureKind = 'numeric' | 'categorical' | 'boolean' | 'text' | 'embedding';

export interface ShapingContext {
  readonly mapping: ColumnMapping;
  /** Of the model's registered features; others are sent as they are. */
  readonly kinds: ReadonlyMap<string, FeatureKind>;
  /** The labels are numbers, because the task is regression. */
  readonly numericLabels: boolean;
  /** Before the row's number, where no column holds an id. The same file gives the same ids, so
   *  that importing it twice changes nothing. */
  readonly idPrefix: string;
}

type FileRow = Readonly<Record<string, unknown>>;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number that a text file could only write as text; anything else stays what it is. */
function readNumber(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  if (NUMBER.test(text)) return Number(text);
  if (/^nan$/i.test(text)) return 'NaN';
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  return infinite === null ? value : infinite[1] === '-' ? '-Infinity' : 'Infinity';
}

/** Milliseconds as digits become a number; the server reads the rest. */
function readTime(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && /^-?\d{5,16}$/.test(value.trim()) ? Number(value) : value;
}

/** What JSON can carry, without a number becoming null on the way. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value === '') return null;
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
}

function readFeature(value: unknown, kind: FeatureKind | undefined): unknown {
  const read = kind === 'numeric' ? readNumber(value) : value;
  if (kind === 'embedding' && typeof read === 'string') return parseVector(read);
  if (kind === 'boolean' && typeof read === 'string') {
    const text = read.trim().toLowerCase();
    return text === 'true' || text === 'false' ? text === 'true' : plain(read);
  }
  return plain(read);
}

function parseVector(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const textOf = (value: unknown) => {
  const read = plain(value);
  return typeof read === 'object' && read !== null ? JSON.stringify(read) : read;
};

/** Sets what a column holds; an empty cell says nothing. */
function take(
  target: Record<string, unknown>,
  name: string,
  row: FileRow,
  column: string | null,
  read: (value: unknown) => unknown,
): void {
  if (column === null) return;
  const value = plain(read(row[column]));
  if (value !== null && value !== undefined) target[name] = value;
}

const idOf = (row: FileRow, rowNumber: number, { mapping, idPrefix }: ShapingContext) =>
  mapping.id === null ? `${idPrefix}${rowNumber}` : textOf(row[mapping.id]);

/** A row of a file as the prediction that the server takes. */
export function shapePrediction(row: FileRow, rowNumber: number, context: ShapingContext): object {
  const { mapping, kinds } = context;
  const { exclude, ...columns } = mapping;
  const taken = new Set<string>(exclude);
  for (const column of Object.values(columns)) if (column !== null) taken.add(column);

  const features: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(row)) {
    if (!taken.has(name) && value !== undefined)
      features[name] = readFeature(value, kinds.get(name));
  }
  const shaped: Record<string, unknown> = { predictionId: idOf(row, rowNumber, context), features };
  take(shaped, 'time', row, mapping.time, readTime);
  take(shaped, 'version', row, mapping.version, textOf);
  take(shaped, 'score', row, mapping.score, readNumber);
  take(shaped, 'decision', row, mapping.decision, textOf);
  take(shaped, 'value', row, mapping.value, readNumber);
  take(shaped, 'weight', row, mapping.weight, readNumber);
  take(shaped, 'latencyMs', row, mapping.latency, readNumber);
  return shaped;
}

/** A row of a file as the label that the server takes. */
export function shapeLabel(row: FileRow, rowNumber: number, context: ShapingContext): object {
  const { mapping, numericLabels } = context;
  const shaped: Record<string, unknown> = { predictionId: idOf(row, rowNumber, context) };
  take(shaped, 'label', row, mapping.label, numericLabels ? readNumber : textOf);
  take(shaped, 'output', row, mapping.output, textOf);
  take(shaped, 'labelledAt', row, mapping.labelledAt, readTime);
  take(shaped, 'predictedAt', row, mapping.predictedAt ?? mapping.time, readTime);
  return shaped;
}
