import type { InferredColumn } from '../baseline/infer-columns.ts';
import type { ColumnObservation } from '../baseline/observe-columns.ts';
import type { ColumnRole, TimeSpan } from './table-guess.ts';

/** A column as the rules see it. */
export interface RoleSubject {
  readonly inferred: InferredColumn;
  readonly seen: ColumnObservation;
  readonly time: TimeSpan | null;
}

/** Gives a role to a column, if there is one. */
export type Give = (subject: RoleSubject | undefined, role: ColumnRole, reason: string) => void;

export const MOST_CLASSES = 50;

export const isNumeric = ({ inferred }: RoleSubject) => inferred.kind === 'numeric';
export const isShare = (one: RoleSubject) =>
  isNumeric(one) && one.seen.min >= 0 && one.seen.max <= 1 && one.seen.fractions > 0;
export const isUnique = ({ seen }: RoleSubject) =>
  seen.values > 1 && seen.counts.size === seen.values;

/** A few values that return. */
export const isClass = ({ inferred, seen }: RoleSubject) =>
  seen.counts.size >= 2 &&
  seen.counts.size <= MOST_CLASSES &&
  seen.counts.size < seen.values / 2 &&
  seen.fractions === 0 &&
  (inferred.kind !== 'numeric' || seen.counts.size <= 20) &&
  inferred.kind !== 'embedding';

/** Yes or no in whatever words; a table with gaps is often written with 0.0 and 1.0. */
export const isFlag = ({ seen }: RoleSubject) => seen.counts.size === 2 && seen.values > 4;

export const sharesValues = (one: RoleSubject, other: RoleSubject) =>
  [...one.seen.counts.keys()].some((value) => other.seen.counts.has(value));

export const hasValuesOf = (one: RoleSubject, other: RoleSubject) =>
  [...one.seen.counts.keys()].every((value) => other.seen.counts.has(value));

const SEGMENT = { least: 2, most: 12 } as const;

export const canBeSegment = ({ inferred, seen }: RoleSubject) =>
  (inferred.kind === 'categorical' || inferred.kind === 'boolean') &&
  seen.counts.size >= SEGMENT.least &&
  seen.counts.size <= SEGMENT.most &&
  seen.counts.size < seen.values / 20;
