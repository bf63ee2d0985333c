import type { ColumnObservation } from '../baseline/observe-columns.ts';
import { isNamed, TIME } from './column-names.ts';
import type { RoleSubject } from './column-shape.ts';

export const TIMES_READ = 'ISO 8601 (2026-03-01T10:00:00Z) and milliseconds since 1970 are read';

/** A day between slashes, dots or dashes, the month in words, or eight digits. */
const DATE_FORMS = [
  /^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b/,
  /^\d{4}[/.]\d{1,2}[/.]\d{1,2}\b/,
  /^([a-z]{3,9},? )?\d{1,2}[ -][a-z]{3,9}[ -,]+\d{2,4}\b/i,
  /^([a-z]{3,9},? )?[a-z]{3,9} \d{1,2},? \d{4}\b/i,
];
const COMPACT_DAY = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
/** Seconds since 1970 of the years 2001 to 2096. */
const SECONDS = { least: 1e9, most: 4e9 };
const MOST_LOOKED_AT = 1_000;
/** From this share of numbers on, the other cells are taken to be broken ones. */
const MOSTLY_NUMBERS = 0.9;

/** What is wrong with the times of a column that holds some, in a form that is not read. */
export function describeUnreadTime({ inferred, seen, time }: RoleSubject): string | null {
  if (time !== null || seen.values === 0) return null;
  const values = [...seen.counts.keys()].slice(0, MOST_LOOKED_AT);
  const example = JSON.stringify(values[0]);
  if (inferred.kind !== 'numeric') {
    const isDate = values.every((value) => DATE_FORMS.some((form) => form.test(value.trim())));
    return isDate ? `dates in a form that is not read, such as ${example}: ${TIMES_READ}` : null;
  }
  // Numbers are times only where the name says so.
  if (!isNamed(inferred.name, TIME)) return null;
  if (areSeconds(seen)) return `${looksLikeSeconds(values[0] ?? '')}: ${TIMES_READ}`;
  return values.every((value) => COMPACT_DAY.test(value))
    ? `looks like days in a form that is not read, such as ${example}: ${TIMES_READ}`
    : null;
}

const areSeconds = ({ min, max }: ColumnObservation) => min >= SECONDS.least && max < SECONDS.most;

export const isInSeconds = (value: string): boolean =>
  /^\d{10}(\.\d+)?$/.test(value.trim()) &&
  Number(value) >= SECONDS.least &&
  Number(value) < SECONDS.most;

export const looksLikeSeconds = (value: string): string =>
  `${value} looks like seconds since 1970, and those are not read`;

/** Of a column that would be numbers but for some cells: how many those are, and one of them. */
export function describeBrokenNumbers({ inferred, seen }: RoleSubject): string | null {
  const broken = seen.values - seen.numbers - seen.missingWords;
  const mostly = seen.numbers >= MOSTLY_NUMBERS * seen.values && broken > 0 && seen.codes === 0;
  if (!mostly || inferred.kind === 'numeric') return null;
  const example = seen.oddity === undefined ? '' : `, such as ${JSON.stringify(seen.oddity)}`;
  return `${broken} of ${seen.values} values are not numbers${example}, but all others are`;
}
