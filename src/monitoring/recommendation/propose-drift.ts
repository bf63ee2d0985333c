import { populationStabilityIndexMetric } from '../../metrics/drift/population-stability-index.ts';
import type { Parameters } from '../../metrics/metric.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { testBins } from '../../metrics/test-bins.ts';
import { formatNumber } from '../health/format-number.ts';
import { countCategories, describeValues, rowsInWords } from './describe-values.ts';
import { calibrated, DISTRIBUTION_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

const RANGES = 10;
const CATEGORIES = 50;
/** For columns whose rows are spread over more: what moves within the rest is not seen. */
const MANY_CATEGORIES = 200;
const MOST = 0.9;
/** With fewer rows so many bins are mostly noise. */
const ROWS_FOR_MANY = 10_000;

interface Choice {
  readonly metric: string;
  readonly parameters: Parameters;
  readonly why: string;
}

export interface DriftSubject {
  readonly column: ColumnProfile;
  readonly name: string;
  readonly weight: number;
  /** Rows that a window may expect; null where nobody knows. */
  readonly rowsPerWindow: number | null;
}

/** The drift metric that suits a column: by its kind, by how many values it has, and by how many
 *  rows there are to tell them apart. */
export function proposeDrift(subject: DriftSubject): ProposedCheck {
  const { column, name, weight } = subject;
  const { metric, parameters, why } =
    column.grid.kind === 'numeric' ? chooseForNumbers(subject) : chooseForCategories(subject);
  return {
    metric,
    column: column.column,
    name,
    parameters,
    threshold: calibrated(DISTRIBUTION_EFFECTS),
    weight,
    why: `${why}: ${describeValues(column)} in ${rowsInWords(column.rows)}.`,
  };
}

function chooseForNumbers({ column, rowsPerWindow }: DriftSubject): Choice {
  const needed = populationStabilityIndexMetric.descriptor.minimumSample;
  if (rowsPerWindow !== null && rowsPerWindow < needed) {
    const why = `Kolmogorov–Smirnov distance, which needs no bins, for about ${rowsInWords(rowsPerWindow)} a window`;
    return { metric: 'kolmogorov_smirnov', parameters: {}, why };
  }
  const counts = column.numeric?.bins ?? [];
  const ranges = testBins(column.grid, counts, RANGES).filter(
    (bin) => bin.kind === 'range' && counts.slice(bin.first, bin.last + 1).some((one) => one > 0),
  ).length;
  const metric = 'population_stability_index';
  if (ranges === 1) return { metric, parameters: {}, why: 'PSI, so that any other value shows' };
  return { metric, parameters: {}, why: `PSI on ${ranges} ranges of near equal mass` };
}

function chooseForCategories({ column, rowsPerWindow }: DriftSubject): Choice {
  const metric = 'population_stability_index';
  const categories = countCategories(column);
  if (categories === 1)
    return { metric, parameters: {}, why: 'PSI, so that any other value shows' };
  if (categories <= CATEGORIES) return { metric, parameters: {}, why: 'PSI on every category' };
  const known = shareOfHeaviest(column, CATEGORIES - 1);
  if (known >= MOST || (rowsPerWindow ?? ROWS_FOR_MANY) < ROWS_FOR_MANY) {
    const why = `PSI on the ${CATEGORIES - 1} most frequent categories and the rest`;
    return { metric, parameters: {}, why };
  }
  const parameters = { categories: MANY_CATEGORIES };
  const reach = `as ${CATEGORIES - 1} would be ${formatNumber(known, 'ratio')} of the rows`;
  if (categories <= MANY_CATEGORIES)
    return { metric, parameters, why: `PSI on every category, ${reach}` };
  const why = `PSI on the ${MANY_CATEGORIES - 1} most frequent categories and the rest, ${reach}`;
  return { metric, parameters, why };
}

function shareOfHeaviest(column: ColumnProfile, count: number): number {
  const counts = [...(column.categorical?.counts ?? [])].sort((a, b) => b - a);
  const sum = (some: readonly number[]) => some.reduce((total, one) => total + one, 0);
  return sum(counts.slice(0, count)) / sum(counts);
}
