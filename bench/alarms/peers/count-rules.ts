import { chiSquared } from '../../../src/metrics/drift/chi-squared.ts';
import { hellinger } from '../../../src/metrics/drift/hellinger.ts';
import { jensenShannon } from '../../../src/metrics/drift/jensen-shannon.ts';
import { populationStabilityIndex } from '../../../src/metrics/drift/population-stability-index.ts';

/** What a rule may look at: counts in the same bins, and windows of the reference. */
export interface PeerContext {
  readonly reference: readonly number[];
  /** Parts of the reference that some rules learn from. */
  readonly chunks: readonly (readonly number[])[];
}

export interface PeerRule {
  readonly id: string;
  /** What it claims for itself, as alarms a window; null where it claims nothing. */
  readonly claims: number | null;
  /** Made once for a reference. */
  judge(context: PeerContext): (window: readonly number[]) => boolean;
}

const rowsOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const psi = (reference: readonly number[], window: readonly number[]): number =>
  populationStabilityIndex(reference, window, { smoothing: 'replace_zero' });

/** Up to this many reference rows Evidently tests, above it measures a distance. */
const EVIDENTLY_TESTS_UP_TO = 1000;

/** Default rules of others for a column in bins, on the bins of this bench. */
export const COUNT_RULES: readonly PeerRule[] = [
  {
    id: 'PSI ≥ 0.1',
    claims: null,
    judge:
      ({ reference }) =>
      (window) =>
        psi(reference, window) >= 0.1,
  },
  {
    id: 'PSI ≥ 0.2',
    claims: null,
    judge:
      ({ reference }) =>
      (window) =>
        psi(reference, window) >= 0.2,
  },
  {
    id: 'χ² p < 0.05',
    claims: 0.05,
    judge:
      ({ reference }) =>
      (window) =>
        chiSquared(reference, window).pValue < 0.05,
  },
  {
    id: 'Evidently',
    claims: null,
    judge: ({ reference }) => {
      if (rowsOf(reference) > EVIDENTLY_TESTS_UP_TO) {
        return (window) => jensenShannon(reference, window) >= 0.1;
      }
      return (window) => chiSquared(reference, window, { baseline: 'truth' }).pValue < 0.05;
    },
  },
  {
    id: 'NannyML',
    claims: 0.00135,
    judge({ reference, chunks }) {
      const values = chunks.map((chunk) => jensenShannon(reference, chunk));
      const mean = rowsOf(values) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const bound = Math.min(1, mean + 3 * Math.sqrt(squares / values.length));
      return (window) => jensenShannon(reference, window) > bound;
    },
  },
  {
    id: 'whylogs',
    claims: null,
    judge:
      ({ reference }) =>
      (window) =>
        hellinger(reference, window) > 0.4,
  },
];
