import type { MetricDescriptor } from '../../metrics/metric.ts';
import { formatNumber } from '../health/format-number.ts';
import type { BindingBound } from '../threshold/threshold.ts';
import type { Certainty } from './diagnosis.ts';

const ORIGIN: Readonly<Record<Exclude<BindingBound, 'none'>, string>> = {
  sampling: 'what samples of this size differ by',
  baseline: 'how exactly the baseline itself is known',
  effect: 'the smallest effect that matters',
  history: 'what earlier windows differed by without harm',
};

/** Where a calibrated bound came from, and what it can see; empty where a person chose it. */
export function describeCertainty(certainty: Certainty, unit: MetricDescriptor['unit']): string {
  const { binding, level, learntFrom, minimumDetectable } = certainty;
  if (binding === null || binding === 'none' || level === null) return '';
  const chance =
    level > 0
      ? `, and is passed by chance once in ${formatNumber(roundUp(1 / level), 'none')} windows`
      : '';
  const learnt = learntFrom === 0 ? ' How windows differ without harm is not known yet.' : '';
  const least =
    minimumDetectable === null
      ? ''
      : ` The smallest change it finds four times in five is ${formatNumber(minimumDetectable, unit)}.`;
  return `The bound follows from ${ORIGIN[binding]}${chance}.${learnt}${least}`;
}

/** Two digits are exact enough for a rate. */
const roundUp = (windows: number): number => Number(windows.toPrecision(2));
