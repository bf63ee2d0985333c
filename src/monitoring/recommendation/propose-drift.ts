import { populationStabilityIndexMetric } from '../../metrics/drift/population-stability-index.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import { testBins } from '../../metrics/test-bins.ts';
import { countCategories, describeValues, rowsInWords } from './describe-values.ts';
import { calibrated, DISTRIBUTION_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

const RANGES = 10;
const CATEGORIES = 50;
/** With more categories most have next to no rows, and an index of ratios follows the rarest. */
const WIDE = 1_000;

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
  const { metric, why } =
    column.grid.kind === 'numeric' ? chooseForNumbers(subject) : chooseForCategories(column);
  return {
    metric,
    column: column.column,
    name,
    parameters: {},
    threshold: calibrated(DISTRIBUTION_EFFECTS),
    weight,
    why: `${why}: ${describeValues(column)} in ${rowsInWords(column.rows)}.`,
  };
}

function chooseForNumbers({ column, rowsPerWindow }: DriftSubject) {
  const needed = populationStabilityIndexMetric.descriptor.minimumSample;
  if (rowsPerWindow !== null && rowsPerWindow < needed) {
    const why = `Kolmogorov–Smirnov distance, which needs no bins, for about ${rowsInWords(rowsPerWindow)} a window`;
    return { metric: 'kolmogorov_smirnov', why };
  }
  const counts = column.numeric?.bins ?? [];
  const ranges = testBins(column.grid, counts, RANGES).filter(
    (bin) => bin.kind === 'range' && counts.slice(bin.first, bin.last + 1).some((one) => one > 0),
  ).length;
  const metric = 'population_stability_index';
  if (ranges === 1) return { metric, why: 'PSI, so that any other value shows' };
  return { metric, why: `PSI on ${ranges} ranges of near equal mass` };
}

function chooseForCategories(column: ColumnProfile) {
  const categories = countCategories(column);
  if (categories > WIDE) {
    const why = 'Jensen–Shannon distance, which stays bounded where most categories are rare';
    return { metric: 'jensen_shannon', why };
  }
  const metric = 'population_stability_index';
  if (categories === 1) return { metric, why: 'PSI, so that any other value shows' };
  return categories > CATEGORIES
    ? { metric, why: `PSI on the ${CATEGORIES - 1} most frequent categories and the rest` }
    : { metric, why: 'PSI on every category' };
}
