import type { FileBody } from '../../contract/file.ts';
import {
  isInSeconds,
  looksLikeSeconds,
  TIMES_READ,
} from '../../monitoring/set-up/unread-values.ts';
import { windowContaining } from '../../monitoring/window/windows.ts';
import { readFileTime } from '../baseline/shape-row.ts';
import { refuseImport } from './refuse-import.ts';

const DAY_MS = 86_400_000;

type Span = NonNullable<FileBody['columns'][number]['time']>;

/** When the rows happened by the column that is said to hold it. One that cannot be read is
 *  refused, because otherwise no row would ever be sent. */
export function requireTimes(file: FileBody, name: string): Span {
  const index = file.columns.findIndex((column) => column.name === name);
  const span = file.columns[index]?.time ?? null;
  if (span !== null) return span;
  const values = file.preview.map((row) => row[index] ?? '').filter((value) => value !== '');
  const seconds = values.find(isInSeconds);
  const strange = seconds ?? values.find((value) => readFileTime(value) === null) ?? values[0];
  const what =
    seconds !== undefined
      ? looksLikeSeconds(seconds)
      : strange === undefined
        ? 'it is empty'
        : `it holds values such as ${JSON.stringify(strange)}`;
  throw refuseImport('columns', `The column ${name} holds no times: ${what}. ${TIMES_READ}.`);
}

/** Where a file is parted: rows have to be on both sides. One that is guessed is the beginning of a
 *  local day where it is one of a day: what is left of a day that was cut would be judged as if it
 *  were all of it. */
export function readSplit(
  splitAt: string | number | null | undefined,
  span: Span,
  timeZone: string,
): number {
  if (splitAt === undefined || splitAt === null) return guessedSplit(span, timeZone);
  const splitMs = readFileTime(splitAt);
  if (splitMs === null) {
    throw refuseImport(
      'splitAt',
      `${JSON.stringify(splitAt)} must be ISO 8601 or milliseconds since 1970.`,
    );
  }
  if (splitMs <= Date.parse(span.first)) {
    throw refuseImport('splitAt', `No row is before ${splitAt}: the first is of ${span.first}.`);
  }
  if (splitMs > Date.parse(span.last)) {
    throw refuseImport(
      'splitAt',
      `No row is from ${splitAt} on: the last is of ${span.last}. For a file that is all baseline, say null (--split none).`,
    );
  }
  return splitMs;
}

function guessedSplit({ first, split, last }: Span, timeZone: string): number {
  const splitMs = Date.parse(split);
  if (splitMs % DAY_MS !== 0) return splitMs;
  const { startMs, endMs } = windowContaining(splitMs, '1d', timeZone);
  const [nearer, further] =
    splitMs - startMs <= endMs - splitMs ? [startMs, endMs] : [endMs, startMs];
  const isWithin = (ms: number) => ms > Date.parse(first) && ms <= Date.parse(last);
  return [nearer, further].find(isWithin) ?? splitMs;
}
