import type { ColumnProfile } from '../../metrics/profile.ts';
import type { ReferenceColumn } from './count-reference.ts';
import type { ReportEngine } from './report-engine.ts';
import { sqlDouble } from './sql-text.ts';
import { relationOf, type TableSource } from './table-source.ts';
import { type ValueSql, valueSql } from './value-sql.ts';

/** Larger values leave no room for the side in the key that is sorted. */
const LARGEST = 2 ** 1000;
/** Of what smaller values are scaled by, or it would not be a number. */
const LARGEST_EXPONENT = 1_000;

/** Kolmogorov–Smirnov and Wasserstein distances from the rows themselves, by column and metric. */
export async function exactDistances(
  engine: ReportEngine,
  reference: TableSource,
  current: TableSource,
  columns: readonly ReferenceColumn[],
  profiles: ReadonlyMap<string, ColumnProfile>,
): Promise<Map<string, ReadonlyMap<string, number>>> {
  const distances = new Map<string, ReadonlyMap<string, number>>();
  const queue = columns.filter(({ grid }) => grid?.kind === 'numeric');
  // Two at a time: each holds all values of its column.
  const lanes = [0, 1].map(async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const found = await measure(next);
      if (found !== null) distances.set(next.name, found);
    }
  });
  await Promise.all(lanes);
  return distances;

  async function measure({ name, kind, profile }: ReferenceColumn) {
    const before = reference.columns.find((column) => column.name === name);
    const after = current.columns.find((column) => column.name === name);
    const was = profile.numeric;
    const is = profiles.get(name)?.numeric;
    if (!before || !after || !was || !is || is.moments.n === 0 || was.moments.n === 0) return null;
    const largest = Math.max(...[was.min, was.max, is.min, is.max].map(Math.abs));
    if (largest > LARGEST) return null;
    const [row] = await engine.rows<[number, number]>(
      distanceSql(
        sampleSql(relationOf(reference, [name]), valueSql(kind, before)),
        sampleSql(relationOf(current, [name]), valueSql(kind, after)),
        largest === 0 ? 1 : 2 ** Math.min(LARGEST_EXPONENT, -Math.ceil(Math.log2(largest))),
      ),
    );
    if (row === undefined) return null;
    const deviation = Math.sqrt(was.moments.m2 / was.moments.n);
    const found = new Map([['kolmogorov_smirnov', row[0]]]);
    return deviation > 0 ? found.set('wasserstein', row[1] / deviation) : found;
  }
}

// -0. would be another key than 0.
const sampleSql = (relation: string, { value, has }: ValueSql): string =>
  `SELECT groupArray(value) AS rows FROM (SELECT ${value} + 0. AS value FROM ${relation} WHERE ${has})`;

/** Both samples are sorted together as whole numbers of the order of their doubles, with the side
 *  in the last bit: many times faster than sorting pairs. Scaling by a power of two keeps every
 *  digit and leaves that bit free. The running sum of n for a row of the reference and −m for one
 *  of the current file is m·n times the difference of the distribution functions. */
function distanceSql(reference: string, current: string, scale: number): string {
  const keys = (side: 0 | 1) =>
    `arrayMap(x -> ${keySql(`x * ${sqlDouble(scale)}`, side)}, ${side === 0 ? 'a' : 'b'}.rows)`;
  return `SELECT
    arrayMax(arrayMap((gap, key, next) ->
      if(bitShiftRight(bitXor(key, next), 1) = 0, 0, abs(gap)), gaps, keys,
      arrayPushBack(arrayPopFront(keys), 9223372036854775807))) / (m * n),
    arraySum(arrayMap((gap, width) -> abs(gap) * width, gaps,
      arrayPushBack(arrayPopFront(arrayDifference(arrayMap(key -> ${valueOfKeySql('key')}, keys))),
        0.))) / (m * n) / ${sqlDouble(scale)}
  FROM (
    SELECT toFloat64(length(a.rows)) AS m, toFloat64(length(b.rows)) AS n,
      arraySort(arrayConcat(${keys(0)}, ${keys(1)})) AS keys,
      arrayCumSum(arrayMap(key -> if(bitAnd(key, 1) = 0, toInt64(length(b.rows)),
        -toInt64(length(a.rows))), keys)) AS gaps
    FROM (${reference}) AS a CROSS JOIN (${current}) AS b
  )`;
}

const ALL_BUT_SIGN = '9223372036854775807';

/** Ascending with the double: of a negative one all bits but the sign are turned round. What is at
 *  most 1 in size leaves room for the side. */
const keySql = (double: string, side: 0 | 1): string =>
  `bitOr(bitShiftLeft(${turnSql(`reinterpretAsInt64(${double})`)}, 1), ${side})`;

const valueOfKeySql = (key: string): string =>
  `reinterpretAsFloat64(${turnSql(`bitShiftRight(${key}, 1)`)})`;

const turnSql = (bits: string): string =>
  `if(${bits} < 0, bitXor(${bits}, ${ALL_BUT_SIGN}), ${bits})`;
