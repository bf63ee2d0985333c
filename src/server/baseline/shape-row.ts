import { BadFileError, type FileRow } from '../../adapters/sources/file-rows.ts';
import type { BaselineRow } from '../../monitoring/baseline/baseline-row-store.ts';
import {
  readFileNumber,
  readFileText,
  readFileValue,
} from '../../monitoring/baseline/read-file-value.ts';
import type { Feature, OutputDeclaration } from '../../monitoring/model/model.ts';
import { parseTime } from '../../monitoring/prediction/parse-time.ts';
import type { BaselineColumns } from './baseline-columns.ts';

export interface ShapeContext {
  readonly columns: BaselineColumns;
  readonly features: readonly Feature[];
  /** Which the columns of answers and labels are about; null where there are none. */
  readonly output: OutputDeclaration | null;
}

/** Times that ClickHouse can keep to the millisecond. */
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(2299, 0, 1);

/** A row of a file as a row of a baseline. What a feature cannot hold is its flaw; a time or a
 *  weight that makes no sense stops the file, because every number would be wrong with it. */
export function shapeBaselineRow(row: FileRow, context: ShapeContext): BaselineRow {
  const { columns, output } = context;
  const features: Record<string, unknown> = Object.create(null);
  for (const { name, kind } of context.features) {
    if (name in row.values) features[name] = readFileValue(kind, row.values[name]);
  }
  const cell = (column: string | null) => (column === null ? undefined : row.values[column]);
  return {
    eventTimeMs: columns.time === null ? 0 : readTime(cell(columns.time), row),
    version: readFileText(cell(columns.version)) ?? '',
    features,
    outputs:
      output === null
        ? []
        : [
            {
              name: output.name,
              score: finiteOrNull(cell(columns.score)),
              decision: readFileText(cell(columns.decision)),
              value: finiteOrNull(cell(columns.value)),
            },
          ],
    labels: output === null ? [] : readLabel(output, cell(columns.label)),
    latencyMs: finiteOrNull(cell(columns.latency)),
    weight: columns.weight === null ? 1 : readWeight(cell(columns.weight), row),
  };
}

function finiteOrNull(value: unknown): number | null {
  const read = readFileNumber(value);
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

function readLabel(output: OutputDeclaration, value: unknown): BaselineRow['labels'] {
  if (output.task === 'regression') {
    const number = finiteOrNull(value);
    return number === null ? [] : [{ output: output.name, text: null, number }];
  }
  const text = readFileText(value);
  return text === null ? [] : [{ output: output.name, text, number: null }];
}

/** The moment that a cell holds; null for none that can be kept. */
export function readFileTime(value: unknown): number | null {
  const read = value instanceof Date ? value.getTime() : value;
  const digits = typeof read === 'string' && /^\d{5,16}$/.test(read.trim());
  const timeMs = parseTime(digits ? Number(read) : read);
  return timeMs !== null && timeMs >= EARLIEST_MS && timeMs < LATEST_MS ? timeMs : null;
}

function readTime(value: unknown, row: FileRow): number {
  const timeMs = readFileTime(value);
  if (timeMs !== null) return timeMs;
  throw new BadFileError(`row ${row.number} has no time: ${show(value)}`, null);
}

export function readFileWeight(value: unknown): number | null {
  const weight = finiteOrNull(value);
  return weight !== null && weight > 0 ? weight : null;
}

function readWeight(value: unknown, row: FileRow): number {
  const weight = readFileWeight(value);
  if (weight !== null) return weight;
  throw new BadFileError(
    `row ${row.number} has a weight that is not above 0: ${show(value)}`,
    null,
  );
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 100) ?? 'nothing';
