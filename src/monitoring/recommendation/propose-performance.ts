import { findMetric } from '../../metrics/metrics.ts';
import type { OutcomeProfile, WindowProfile } from '../../metrics/profile.ts';
import { formatNumber } from '../health/format-number.ts';
import type { OutputDeclaration, Task } from '../model/model.ts';
import { rowsInWords } from './describe-values.ts';
import { calibrated, ERROR_GROWTH, PERFORMANCE_EFFECTS } from './effects.ts';
import type { ProposedCheck } from './recommendation.ts';

/** What to watch of a task, and why; of these, what the baseline has a number for. */
const BY_TASK: Readonly<Record<Task, readonly { metric: string; why: string }[]>> = {
  binary: [
    { metric: 'roc_auc', why: 'ROC AUC, whether scores rank as well as before' },
    { metric: 'log_loss', why: 'Log loss, whether scores are as good probabilities as before' },
    { metric: 'balanced_accuracy', why: 'Balanced accuracy, so that a rare class counts as much' },
  ],
  multiclass: [
    { metric: 'accuracy', why: 'Accuracy, the share of right answers' },
    { metric: 'balanced_accuracy', why: 'Balanced accuracy, so that a rare class counts as much' },
  ],
  regression: [
    { metric: 'mean_absolute_error', why: 'Mean absolute error, in the unit of the value' },
    { metric: 'root_mean_squared_error', why: 'Root mean squared error, which minds big errors' },
  ],
};

export interface PerformanceSubject {
  readonly output: OutputDeclaration;
  readonly baseline: WindowProfile;
  readonly weight: number;
}

/** How well the output does, where the baseline has labels that say how well it did. */
export function proposePerformance(subject: PerformanceSubject): ProposedCheck[] {
  const { output, baseline, weight } = subject;
  const outcome = baseline.outcomes.get(output.name);
  if (outcome === undefined) return [];
  const measured = BY_TASK[output.task].flatMap(({ metric, why }) => {
    const value = valueOnBaseline(metric, outcome);
    return value === null ? [] : [{ metric, why, value }];
  });
  return measured.map(({ metric, why, value }) => ({
    metric,
    column: output.name,
    name: output.name,
    parameters: {},
    threshold: thresholdOf(metric, value),
    weight: weight / measured.length,
    why: `${why}: ${inUnit(metric, value)} on ${rowsInWords(outcome.labelledRows)} with labels.`,
  }));
}

/** Why nothing is known of how well an output does. */
export function explainUnjudged(outcome: OutcomeProfile | undefined): string {
  const labelled = outcome?.labelledRows ?? 0;
  if (labelled === 0) return 'No row of the baseline has both an answer and its label.';
  const rows = rowsInWords(labelled);
  return `The baseline has ${rows} with labels: too few, or without a score from 0 to 1 or a decision to hold them against.`;
}

function valueOnBaseline(id: string, outcome: OutcomeProfile): number | null {
  const metric = findMetric(id);
  if (metric?.subject !== 'outcome') return null;
  // Without a law of the number nothing says how much of a change is chance.
  if ((metric.sampling?.(outcome, {}) ?? null) === null) return null;
  const measured = metric.measure(outcome, {});
  return measured.kind === 'value' && Number.isFinite(measured.value) ? measured.value : null;
}

/** Points of a share; of an error, a part of what it is on the baseline. */
function thresholdOf(id: string, value: number) {
  const descriptor = findMetric(id)?.descriptor;
  const side = descriptor?.direction === 'lower_is_worse' ? 'below' : 'above';
  if (descriptor?.range[1] === 1) return calibrated(PERFORMANCE_EFFECTS, side);
  const [warning, critical] = ERROR_GROWTH;
  // Of a perfect baseline any error is a part too many.
  const size = Math.abs(value) || 1;
  return calibrated([warning * size, critical * size], side);
}

const inUnit = (id: string, value: number): string =>
  formatNumber(value, findMetric(id)?.descriptor.unit ?? 'none');
