import { strategyOf } from '../../../src/monitoring/threshold/strategies.ts';
import type { Bounds, HistoryPoint } from '../../../src/monitoring/threshold/threshold.ts';
import type { DrawnBaseline, NullCell } from './null-cell.ts';

export interface WindowPlace {
  readonly history: readonly HistoryPoint[];
  readonly seasonPhase: number;
}

const NOWHERE: WindowPlace = { history: [], seasonPhase: 0 };

/** What the product itself would judge the window by. No effect is too small to be told, so that
 *  what alarms is chance alone. */
export function calibratedBounds(
  { descriptor, side }: Pick<NullCell, 'descriptor' | 'side'>,
  { n, m, sampling, baselineValue }: Omit<DrawnBaseline, 'drawWindow' | 'afterShift'>,
  budget: number,
  { history, seasonPhase }: WindowPlace = NOWHERE,
): Bounds {
  const spec = {
    strategy: 'calibrated',
    warningEffect: 0,
    criticalEffect: 0.3,
    side,
    ...(history.length === 0 ? { independentRows: true } : {}),
  } as const;
  return strategyOf(spec).bounds(spec, {
    descriptor,
    n,
    m,
    history,
    seasonPhase,
    budget,
    sampling,
    baselineValue,
  });
}
