import type { ColumnKind } from '../../metrics/profile.ts';
import type { ColumnObservation } from './observe-columns.ts';

const MAX_DISTINCT = 10_000;
const MAX_DISTINCT_RATIO = 0.5;
/** In fewer rows even a column of ten categories can be mostly distinct. */
const ROWS_TO_JUDGE_BY_COUNT = 50;

const ID_NAME = /(^|[_.\-\s])(id|uuid|guid|key)$/i;
const ID_NAME_CAMEL = /[a-z](Id|ID|Uuid|UUID|Key)$/;
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Whether a column names rows instead of describing them: more than 10,000 or more than half of
 *  its values differ, and it is not a measure.
 *
 *  Words: that rule alone, from 50 rows on; below, only UUIDs or a column whose name says so.
 *  Whole numbers: measures such as a price in cents differ as much, so they must also be serial
 *  (they fill their range) or be named like an identifier.
 *  Fractions, booleans, dates, text and embeddings never are. */
export function isIdentifier(seen: ColumnObservation, kind: ColumnKind): boolean {
  const distinct = seen.counts.size;
  const manyDiffer = distinct > MAX_DISTINCT || distinct > MAX_DISTINCT_RATIO * seen.values;
  if (!manyDiffer || seen.values < 2) return false;
  if (kind === 'numeric') {
    if (seen.fractions > 0) return false;
    const serial = distinct >= 0.9 * seen.values && distinct > 0.5 * (seen.max - seen.min + 1);
    return isNamedLikeIdentifier(seen.name) || (serial && seen.values >= ROWS_TO_JUDGE_BY_COUNT);
  }
  if (kind !== 'categorical') return false;
  return (
    seen.values >= ROWS_TO_JUDGE_BY_COUNT ||
    isNamedLikeIdentifier(seen.name) ||
    [...seen.counts.keys()].every((value) => UUID.test(value))
  );
}

function isNamedLikeIdentifier(name: string): boolean {
  return ID_NAME.test(name) || ID_NAME_CAMEL.test(name);
}
