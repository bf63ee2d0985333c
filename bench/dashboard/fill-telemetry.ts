import type { ClickHouseClient } from '@clickhouse/client';

export interface Scale {
  readonly models: number;
  readonly features: number;
  readonly dailyWindows: number;
  readonly hourlyWindows: number;
  /** Models whose hourly profiles are there too: those that pages of columns are opened of. */
  readonly profiled: number;
  /** End of the last window, in seconds. */
  readonly end: number;
}

/** The first column of every tenth model drifts since so many days. */
export const DRIFTED_DAYS = 3;
/** That of every model drifted for a day each so many days, which made alerts that are over. */
export const ALARM_EVERY_DAYS = 17;

const CHUNK_ROWS = 4_000_000;
const DAY = 86_400;
export const BINS = 32;

const MODEL = `concat('mdl_bench_', leftPad(toString(model), 4, '0'))`;
const BASELINE = `concat('bsl_bench_', leftPad(toString(model), 4, '0'))`;

/** Makes the rows inside ClickHouse: sending them would take longer than what is measured. */
export async function fillTelemetry(
  client: ClickHouseClient,
  scale: Scale,
  say: (line: string) => void,
): Promise<void> {
  const windows = scale.dailyWindows + scale.hourlyWindows;
  const rowsOfModel = scale.features * windows;
  const step = Math.max(1, Math.floor(CHUNK_ROWS / rowsOfModel));
  for (let from = 0; from < scale.models; from += step) {
    const models = Math.min(step, scale.models - from);
    await client.command({ query: measurements(scale, from, models) });
    say(`measurements of ${from + models} models`);
  }
  await client.command({ query: cellCounts(scale) });
  for (const source of ['live', 'baseline'] as const) {
    await client.command({ query: profiles(scale, source) });
    await client.command({ query: revisions(scale, source) });
  }
  await client.command({ query: baselineCounts(scale) });
}

/** Counted when the last window ended: retention removes what was counted years ago. */
const revisionOf = ({ end }: Scale) => end * 1_000_000;

/** One check a column. */
function measurements(scale: Scale, from: number, models: number): string {
  const { features, dailyWindows, hourlyWindows, end } = scale;
  const windows = dailyWindows + hourlyWindows;
  return `
    INSERT INTO measurements SELECT 'default', ${MODEL},
      concat(if(daily, 'mon_daily_', 'mon_hourly_'), leftPad(toString(model), 4, '0')), 1,
      concat('psi_', toString(feature)), 'population_stability_index', 1,
      concat('feature:', toString(feature)), '', toDateTime(start, 'UTC'),
      toDateTime(start + length, 'UTC'), 1, ${BASELINE}, 'grid_bench', value, 0.1, 0.25,
      if(daily, 24000, 1000), 50000,
      multiIf(value >= 0.25, 'critical', value >= 0.1, 'warning', 'ok'), NULL,
      toDateTime64(start + length, 3, 'UTC')
    FROM (
      SELECT intDiv(number, ${features * windows}) + ${from} AS model,
        intDiv(number, ${windows}) % ${features} + 1 AS feature, number % ${windows} AS at,
        at < ${dailyWindows} AS daily, if(daily, ${DAY}, 3600) AS length,
        ${end} - if(daily, (${dailyWindows} - at) * ${DAY}, (${windows} - at) * 3600) AS start,
        0.02 + (cityHash64(number, ${from}) % 1000) / 40000
          + if(feature = 1 AND (model % 10 = 0 AND start > ${end - DRIFTED_DAYS * DAY}
            OR intDiv(${end} - start, ${DAY}) % ${ALARM_EVERY_DAYS} = ${ALARM_EVERY_DAYS - 1}), 0.4, 0)
            AS value
      FROM numbers(${models * features * windows})
    )
    SETTINGS max_partitions_per_insert_block = 0`;
}

function cellCounts(scale: Scale): string {
  const { models, dailyWindows, end } = scale;
  const cells = dailyWindows * 24;
  return `
    INSERT INTO cell_counts SELECT 'default', ${MODEL}, 'live',
      toDateTime(${end} - (${cells} - at) * 3600, 'UTC'), '1', 'champion', 'production', '',
      1000, 2, 0, toDateTime64(${end} - (${cells} - at) * 3600 + 3500, 3, 'UTC'), 1000, 1000, ${revisionOf(scale)}
    FROM (SELECT intDiv(number, ${cells}) AS model, number % ${cells} AS at
      FROM numbers(${models * cells}))
    SETTINGS max_partitions_per_insert_block = 0`;
}

const CELL: Readonly<Record<'live' | 'baseline', (scale: Scale) => string>> = {
  live: ({ end, hourlyWindows }) => `toDateTime(${end} - (${hourlyWindows} - at) * 3600, 'UTC')`,
  baseline: () => `toDateTime(0, 'UTC')`,
};
const sourceOf = (source: 'live' | 'baseline') => (source === 'live' ? `'live'` : BASELINE);
const cellsOf = (scale: Scale, source: 'live' | 'baseline') =>
  source === 'live' ? scale.hourlyWindows : 1;

function profiles(scale: Scale, source: 'live' | 'baseline'): string {
  const cells = cellsOf(scale, source);
  const rows = source === 'live' ? 1_000 : 50_000;
  const population = source === 'live' ? `'champion', 'production'` : `'', ''`;
  return `
    INSERT INTO profiles (project_id, model_id, source, cell_start, version, variant, environment,
      segment, column_key, grid_id, rows, weight, weight_squares, absent, null_values, nan_values,
      infinite_values, mismatched, value_weight, mean, m2, min, max, bins, category_values,
      category_weights, revision)
    SELECT 'default', ${MODEL}, ${sourceOf(source)}, ${CELL[source](scale)}, '1', ${population}, '',
      concat('feature:', toString(feature)), 'grid_bench', ${rows}, ${rows}, ${rows}, 0, ${rows / 100},
      0, 0, 0, ${rows * 0.99}, 16, ${rows * 85}, 0, ${BINS},
      arrayMap((bin) -> ${rows * 0.99} / ${BINS} * (0.9 + (bin + at) % 3 / 10), range(${BINS})), [], [], ${revisionOf(scale)}
    FROM (SELECT intDiv(number, ${scale.features * cells}) AS model,
      intDiv(number, ${cells}) % ${scale.features} + 1 AS feature, number % ${cells} AS at
      FROM numbers(${scale.profiled * scale.features * cells}))
    SETTINGS max_partitions_per_insert_block = 0`;
}

function revisions(scale: Scale, source: 'live' | 'baseline'): string {
  const cells = cellsOf(scale, source);
  return `
    INSERT INTO cell_revisions SELECT 'default', ${MODEL}, ${sourceOf(source)},
      ${CELL[source](scale)}, 'rows', ${BASELINE}, ${revisionOf(scale)}, ${revisionOf(scale)}
    FROM (SELECT intDiv(number, ${cells}) AS model, number % ${cells} AS at
      FROM numbers(${scale.profiled * cells}))
    SETTINGS max_partitions_per_insert_block = 0`;
}

function baselineCounts(scale: Scale): string {
  return `
    INSERT INTO cell_counts SELECT 'default', ${MODEL}, ${BASELINE}, toDateTime(0, 'UTC'), '1', '',
      '', '', 50000, 0, 0, toDateTime64(0, 3, 'UTC'), 50000, 50000, ${revisionOf(scale)}
    FROM (SELECT number AS model FROM numbers(${scale.profiled}))`;
}
