import type { Grid } from '../../../../metrics/profile.ts';
import type { Baseline } from '../../../../monitoring/baseline/baseline.ts';
import type { Feature, Model } from '../../../../monitoring/model/model.ts';
import {
  decisionColumn,
  featureColumn,
  scoreColumn,
  valueColumn,
} from '../../../../monitoring/profile/column-key.ts';

/** Marks counts made without a grid: rows, missing values and moments alone. */
export const NO_GRID = 'none';

interface CountedColumn {
  readonly key: string;
  readonly gridId: string;
  /** SQL: whether the row has a usable value, and if not, why (a code of FLAW_CODES or 0). */
  readonly has: string;
  readonly flaw: string;
}

export interface NumericColumn extends CountedColumn {
  /** SQL: the value as Float64. */
  readonly value: string;
  readonly edges: readonly number[];
}

/** A column whose values are counted one by one. */
export interface CategoryColumn extends CountedColumn {
  readonly value: string;
}

/** A column of which only presence is counted: text, embeddings, identifiers. */
export interface PresenceColumn extends CountedColumn {
  /** SQL: what to count distinct values of; null where that says nothing. */
  readonly value: string | null;
}

export interface CountedColumns {
  readonly numeric: readonly NumericColumn[];
  readonly categories: readonly CategoryColumn[];
  readonly presence: readonly PresenceColumn[];
}

/** Every column of a model's rows, with where to find it. Feature ids are numbers and go into
 *  the SQL; names of outputs are the parameter `outputs`. */
export function countedColumns(model: Model, baseline: Baseline | null): CountedColumns {
  const numeric: NumericColumn[] = [];
  const categories: CategoryColumn[] = [];
  const presence: PresenceColumn[] = [];
  const gridOf = (key: string): Grid | undefined => baseline?.grids.get(key);
  const addNumeric = (column: Omit<NumericColumn, 'gridId' | 'edges'>) => {
    const grid = gridOf(column.key);
    numeric.push(
      grid?.kind === 'numeric'
        ? { ...column, gridId: grid.id, edges: grid.edges }
        : { ...column, gridId: NO_GRID, edges: [] },
    );
  };
  const addCategories = (column: Omit<CategoryColumn, 'gridId'>) => {
    const grid = gridOf(column.key);
    categories.push({ ...column, gridId: grid?.kind === 'categorical' ? grid.id : NO_GRID });
  };

  for (const feature of model.features) {
    const column = columnOfFeature(feature);
    if (feature.kind === 'embedding') presence.push({ ...column, value: null, gridId: NO_GRID });
    else if (feature.kind === 'text' || feature.identifier) {
      presence.push({ ...column, gridId: NO_GRID });
    } else if (feature.kind === 'numeric') addNumeric(column);
    else addCategories(column);
  }
  model.outputs.forEach((output, index) => {
    const position = outputPosition(index);
    if (output.task === 'regression') {
      addNumeric({
        key: valueColumn(output.name),
        ...nullableNumber(`outputs.value[${position}]`),
      });
      return;
    }
    addNumeric({ key: scoreColumn(output.name), ...nullableNumber(`outputs.score[${position}]`) });
    addCategories({
      key: decisionColumn(output.name),
      value: `outputs.decision[${position}]`,
      has: `outputs.decision[${position}] != ''`,
      flaw: '0',
    });
  });
  addNumeric({ key: 'latency', ...nullableNumber('toFloat64(latency_ms)') });
  return { numeric, categories, presence };
}

/** Those of some keys. */
export function columnsOf(all: CountedColumns, keys: ReadonlySet<string>): CountedColumns {
  const isAsked = ({ key }: CountedColumn) => keys.has(key);
  return {
    numeric: all.numeric.filter(isAsked),
    categories: all.categories.filter(isAsked),
    presence: all.presence.filter(isAsked),
  };
}

/** SQL: where a row holds the model's n-th output. */
export const outputPosition = (index: number): string =>
  `indexOf(outputs.name, {outputs:Array(String)}[${index + 1}])`;

const MAPS = {
  numeric: 'num',
  categorical: 'cat',
  boolean: 'cat',
  text: 'txt',
  embedding: 'emb',
} as const;

function columnOfFeature({ featureId, kind }: Feature) {
  if (!Number.isSafeInteger(featureId)) throw new RangeError(`${featureId} is no feature id.`);
  const map = MAPS[kind];
  return {
    key: featureColumn(featureId),
    value: `${map}[${featureId}]`,
    has: `mapContains(${map}, ${featureId})`,
    flaw: `flaws[${featureId}]`,
  };
}

function nullableNumber(sql: string) {
  return {
    value: `assumeNotNull(${sql})`,
    has: `(isNotNull(${sql}) AND isFinite(assumeNotNull(${sql})))`,
    flaw: `multiIf(isNull(${sql}), 0, isNaN(assumeNotNull(${sql})), 2, 3)`,
  };
}
