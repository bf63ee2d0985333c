import type { BindingBound, Bounds, CalibratedThreshold, HistoryPoint } from '../threshold.ts';
import type { Learnt } from './learn-distance.ts';

/** Chance that an effect of the minimum detectable size is found. */
export const POWER = 0.8;

/** Everything that bears on a cut-off, as how far beyond the baseline it lies. */
export interface Considerations {
  readonly sampling: number;
  readonly baseline: number;
  readonly warningEffect: number;
  readonly criticalEffect: number;
  /** Null before enough windows were seen. */
  readonly history: Learnt | null;
  /** The windows that it was learnt from. */
  readonly period: readonly HistoryPoint[];
  /** Whether they are what is called normal, as windows of the baseline's own period are. */
  readonly isNormal?: boolean;
  readonly level: number;
  readonly minimumDetectable: number | null;
  /** Whether the cut-off hides effects that were called critical. */
  readonly hidesCritical: (bound: number) => boolean;
  readonly toValue: (bound: number) => number;
}

/** The highest cut-off binds. What windows after the baseline excuse ends where the critical effect
 *  begins, or slow drift would teach silence. Windows of the baseline's own period are what is called
 *  normal: what they excuse ends there too, unless the largest of them says that it is not the end. Where
 *  they differ by more than the critical effect no cut-off can serve, and one that cried every other
 *  day would be worse than one that says it is blind. Nothing is critical before it is known how much
 *  windows differ without harm, unless rows are independent. */
export function judgedBounds(spec: CalibratedThreshold, given: Considerations): Bounds {
  const { toValue, history } = given;
  const { isNormal = given.period.every((point) => point.inBaseline) } = given;
  const most = isNormal ? Math.max(given.criticalEffect, history?.most ?? 0) : given.criticalEffect;
  const excused = history === null ? 0 : Math.min(history.bound, most);
  const candidates: readonly (readonly [BindingBound, number])[] = [
    ['sampling', given.sampling],
    ['baseline', given.baseline],
    ['effect', given.warningEffect],
    ['history', excused],
  ];
  const [binding, bound] = candidates.reduce((best, one) => (one[1] > best[1] ? one : best));
  const critical = Math.max(bound, given.criticalEffect);
  const isSure = history !== null || spec.independentRows === true;
  return {
    warning: toValue(bound),
    critical: isSure ? toValue(critical) : null,
    side: spec.side,
    calibration: {
      level: given.level,
      binding,
      dispersion: history?.dispersion ?? null,
      learntFrom: given.period.length,
      minimumDetectable: given.minimumDetectable,
      blind: given.hidesCritical(bound),
    },
  };
}
