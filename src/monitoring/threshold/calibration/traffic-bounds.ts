import { normalQuantile } from '../../../stats/distribution/normal.ts';
import { groupBy } from '../../../stats/summary/group-by.ts';
import { median } from '../../../stats/summary/median.ts';
import { momentsByGroup } from '../../../stats/summary/moments-by-group.ts';
import { isCalm } from '../../monitor/verdict.ts';
import type { Bounds, CalibratedThreshold, HistoryPoint, ThresholdContext } from '../threshold.ts';
import { judgedBounds, POWER } from './judged-bounds.ts';
import { learnValue } from './learn-value.ts';
import { FEWEST_WINDOWS } from './learning-period.ts';
import { seasonGroups } from './season-groups.ts';

/** What was usual half a year ago is so no longer. */
const REMEMBERED_MS = 56 * 86_400_000;

/** Who has not seen a weekend knows nothing of it. Five minutes are asked for by the week, so that the
 *  last begins a little before it is over. */
const ALMOST_A_WEEK_MS = 167 * 3_600_000;
const RECENT_WINDOWS = 7;

/** No rows have a logarithm, too. */
const HALF_A_ROW = 0.5;

/** Of a median absolute deviation of a normal law. */
const DEVIATIONS = 1.4826;
/** So many times its reach at the level a window may be from the median and still be an example: the
 *  median absolute deviation of a few weeks is itself known to a third only. */
const ROOM = 1.5;

/** Cut-offs of how many rows come, which is what windows of the same season lately had. They are
 *  factors: a business that halves on Sundays varies half as much on them.
 *  Formula   usual · exp(reach), the prediction bound of ln(rows + ½), of which Poisson's law explains
 *            1 / (rows + ½) of the variance; effects are shares of the usual rows
 *  Why       traffic follows the business, so the latest eight weeks are called normal. Those
 *            with an alarm teach nothing, or a loss that lasts would end its own alert. Nor do those
 *            before there was a bound that are as far from the median as a critical effect and as no
 *            chance takes them: first days are seldom whole, and would hide losses for eight weeks
 *  Measured  false alarms in multiples of a level of 1/450, over 29,400 days with half the rows at
 *            weekends: 0.02 to 1.1 below, for deviations of 6 to 40 % and correlations of 0 to 0.7;
 *            above up to 5, as a surplus of traffic that grows is not told from its growth. Days that
 *            differ each by their own weekday, or nights without rows: no alarms that return */
export function trafficBounds(spec: CalibratedThreshold, context: ThresholdContext): Bounds {
  const { budget: level, seasonPhase, n } = context;
  const sign = spec.side === 'above' ? 1 : -1;
  const farBy = (share: number) => Math.abs(Math.log(Math.max(0, 1 + sign * share)));
  const [small, grave] = [farBy(spec.warningEffect), farBy(spec.criticalEffect)];
  const hidesGrave = (reach: number) => spec.criticalEffect > 0 && reach > grave;

  const { perRow, windows } = countRows(latest(context.history));
  const period = withoutStrays(windows, level, grave);
  const isShort = period.length < FEWEST_WINDOWS || spanOf(period) < ALMOST_A_WEEK_MS;
  if (isShort || perRow === null) {
    const blind = isShort && hidesGrave(reachOf(varianceOf(n), level));
    return boundless(spec, { level, learntFrom: period.length, blind });
  }
  const kept = new Set(period);
  const strays = windows.slice(-RECENT_WINDOWS).filter((one) => !kept.has(one));
  // Traffic of another size came to stay, and what is held against the old one says nothing yet.
  const isChanging = strays.length > RECENT_WINDOWS / 2;
  const { byGroup, groupNow } = logsBySeason(period, seasonPhase);
  const usual = byGroup.get(groupNow)?.mean ?? 0;
  const variance = varianceOf(rowsOf(usual));
  const learnt = learnValue(
    period.map(({ rows, point }) => ({
      value: sign * (logOf(rows) - usual),
      variance: varianceOf(rows),
      seasonPhase: point.seasonPhase,
    })),
    { seasonPhase, variance },
    'above',
    level,
  );
  const sampling = reachOf(variance, level);
  const toValue = (bound: number) => perRow * rowsOf(usual + sign * bound);
  const noise = variance + (learnt?.dispersion ?? 0);
  const reach = Math.max(small + sampling, learnt?.bound ?? 0);
  const found = toValue(reach + reachOf(noise, 1 - POWER));
  return judgedBounds(spec, {
    sampling,
    baseline: 0,
    warningEffect: small + sampling,
    criticalEffect: grave + sampling,
    history: learnt,
    period: period.map(({ point }) => point),
    isNormal: true,
    level,
    minimumDetectable: found > 0 ? Math.abs(found - toValue(0)) : null,
    // Of less than a row nothing can be lost.
    hidesCritical: (bound) => rowsOf(usual) >= 1 && (isChanging || hidesGrave(bound)),
    toValue,
  });
}

/** Before enough windows were seen nothing is known of how many rows are usual. */
function boundless(
  { side }: CalibratedThreshold,
  known: Pick<NonNullable<Bounds['calibration']>, 'level' | 'learntFrom' | 'blind'>,
): Bounds {
  const calibration = { binding: 'none', dispersion: null, minimumDetectable: null } as const;
  return { warning: null, critical: null, side, calibration: { ...calibration, ...known } };
}

function latest(history: readonly HistoryPoint[]): readonly HistoryPoint[] {
  const calm = history.filter(({ inBaseline, value, verdict }) => {
    return !inBaseline && Number.isFinite(value) && isCalm(verdict);
  });
  const newestMs = calm.at(-1)?.windowStartMs ?? 0;
  return calm.filter(({ windowStartMs }) => windowStartMs > newestMs - REMEMBERED_MS);
}

interface TrafficWindow {
  readonly point: HistoryPoint;
  /** Of a window as long as most: clocks that change make days of 23 and 25 hours. */
  readonly rows: number;
}

/** Rows, and a row in the metric's unit, which is rows or rows an hour; null where none ever came. */
function countRows(period: readonly HistoryPoint[]): {
  readonly perRow: number | null;
  readonly windows: readonly TrafficWindow[];
} {
  const units = period.flatMap(({ n, value }) => (n > 0 ? [value / n] : []));
  const perRow = units.length === 0 ? null : median(units);
  return {
    perRow,
    windows: period.map((point) => ({ point, rows: point.value / (perRow ?? 1) })),
  };
}

const spanOf = (period: readonly TrafficWindow[]): number =>
  (period.at(-1)?.point.windowStartMs ?? 0) - (period[0]?.point.windowStartMs ?? 0);

/** Without windows that are no example of what is normal: those far from what others of their group
 *  had, and from what others of the same hour of the week had, or a quiet Sunday would stray from
 *  Saturdays and be an alarm for ever. */
function withoutStrays(
  windows: readonly TrafficWindow[],
  level: number,
  grave: number,
): readonly TrafficWindow[] {
  const { groups } = logsBySeason(windows, windows[0]?.point.seasonPhase ?? 0);
  const logs = windows.map(({ rows }) => logOf(rows));
  const mediansBy = (keys: readonly number[]) => {
    const places = groupBy(logs.keys(), (at) => keys[at] ?? 0);
    const medians = new Map(
      [...places].map(([key, own]) => [key, median(own.map((at) => logs[at] ?? 0))]),
    );
    return keys.map((key) => medians.get(key) ?? 0);
  };
  const ofGroup = mediansBy(groups);
  const ofPhase = mediansBy(windows.map(({ point }) => point.seasonPhase));
  const centerAt = (at: number) => {
    const [log = 0, group = 0, phase = 0] = [logs[at], ofGroup[at], ofPhase[at]];
    return Math.abs(log - phase) < Math.abs(log - group) ? phase : group;
  };
  const distances = logs.map((log, at) => Math.abs(log - centerAt(at)));
  const deviation = DEVIATIONS * median(distances);
  return windows.filter((_, at) => {
    const reach = reachOf(deviation ** 2 + varianceOf(rowsOf(centerAt(at))), level);
    return (distances[at] ?? 0) <= Math.max(grave, ROOM * reach);
  });
}

function logsBySeason(windows: readonly TrafficWindow[], phaseNow: number) {
  const phases = windows.map(({ point }) => point.seasonPhase);
  const { groups, groupNow } = seasonGroups(phases, phaseNow);
  const logs = windows.map(({ rows }) => logOf(rows));
  return { groups, groupNow, byGroup: momentsByGroup(logs, groups) };
}

const reachOf = (variance: number, chance: number) => -normalQuantile(chance) * Math.sqrt(variance);
const logOf = (rows: number): number => Math.log(rows + HALF_A_ROW);
const rowsOf = (log: number): number => Math.max(0, Math.exp(log) - HALF_A_ROW);
const varianceOf = (rows: number): number => 1 / (rows + HALF_A_ROW);
