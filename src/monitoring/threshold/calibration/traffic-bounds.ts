import { normalQuantile } from '../../../stats/distribution/normal.ts';
import { EMPTY_MOMENTS } from '../../../stats/summary/moments.ts';
import { momentsByGroup } from '../../../stats/summary/moments-by-group.ts';
import { decideVerdict } from '../decide-verdict.ts';
import type { Bounds, CalibratedThreshold, HistoryPoint, ThresholdContext } from '../threshold.ts';
import { judgedBounds, POWER } from './judged-bounds.ts';
import { learnValue } from './learn-value.ts';
import { FEWEST_WINDOWS } from './learning-period.ts';
import { seasonGroups } from './season-groups.ts';

/** What was usual half a year ago is so no longer. */
const REMEMBERED_MS = 56 * 86_400_000;

/** No rows have a logarithm, too. */
const HALF_A_ROW = 0.5;

type Circumstances = Pick<ThresholdContext, 'budget' | 'seasonPhase' | 'n'>;

/** Cut-offs of how many rows come, which is what windows of the same season lately had. They are
 *  factors: a business that halves on Sundays varies half as much on them.
 *  Formula   usual · exp(reach), the prediction bound of ln(rows + ½), of which Poisson's law explains
 *            1 / (rows + ½) of the variance; effects are shares of the usual rows
 *  Why       traffic follows the business, so the latest eight weeks are called normal. Those
 *            with an alarm teach nothing, those before there was a bound included: the first day is
 *            seldom a whole one and would hide losses for eight weeks, and a loss that lasts must
 *            not end its own alert
 *  Measured  false alarms in multiples of a level of 1/450, over 29,400 days with half the rows at
 *            weekends: 0.02 to 1.1 for deviations of 6 to 40 % and correlations of 0 to 0.7 */
export function trafficBounds(spec: CalibratedThreshold, context: ThresholdContext): Bounds {
  return boundsOf(spec, context, withoutAlarms(spec, context, usualWindows(context.history)));
}

function boundsOf(
  spec: CalibratedThreshold,
  { budget: level, seasonPhase, n }: Circumstances,
  period: readonly HistoryPoint[],
): Bounds {
  const sign = signOf(spec);
  const farBy = (share: number) => Math.abs(Math.log(Math.max(0, 1 + sign * share)));
  const critical = farBy(spec.criticalEffect);
  if (period.length < FEWEST_WINDOWS) {
    const blind = reachOf(varianceOf(n), level) > critical;
    return boundless(spec, { level, learntFrom: period.length, blind });
  }
  const { byGroup, groupNow } = logsBySeason(period, seasonPhase);
  const { mean: usual } = byGroup.get(groupNow) ?? EMPTY_MOMENTS;
  const variance = varianceOf(rowsOf(usual));
  const learnt = learnValue(
    period.map((point) => ({
      value: sign * (logOf(point.n) - usual),
      variance: varianceOf(point.n),
      seasonPhase: point.seasonPhase,
    })),
    { seasonPhase, variance },
    'above',
    level,
  );
  const sampling = reachOf(variance, level);
  const perRow = valueOfRow(period);
  const toValue = (bound: number) => perRow * rowsOf(usual + sign * bound);
  const noise = variance + (learnt?.dispersion ?? 0);
  const found = Math.max(sampling, learnt?.bound ?? 0) + reachOf(noise, 1 - POWER);
  return judgedBounds(spec, {
    sampling,
    baseline: 0,
    warningEffect: farBy(spec.warningEffect) + sampling,
    criticalEffect: critical + sampling,
    history: learnt,
    period,
    isNormal: true,
    level,
    minimumDetectable: Math.abs(toValue(found) - toValue(0)),
    hidesCritical: (bound) => bound > critical,
    toValue,
  });
}

/** Before enough windows were seen nothing is known of how many rows are usual. */
function boundless(
  { side }: CalibratedThreshold,
  known: Pick<NonNullable<Bounds['calibration']>, 'level' | 'learntFrom' | 'blind'>,
): Bounds {
  const calibration = { binding: 'sampling', dispersion: null, minimumDetectable: null } as const;
  return { warning: null, critical: null, side, calibration: { ...calibration, ...known } };
}

function usualWindows(history: readonly HistoryPoint[]): readonly HistoryPoint[] {
  const calm = history.filter(({ inBaseline, value, verdict }) => {
    return !inBaseline && Number.isFinite(value) && CALM.has(verdict);
  });
  const newestMs = calm.at(-1)?.windowStartMs ?? 0;
  return calm.filter(({ windowStartMs }) => windowStartMs > newestMs - REMEMBERED_MS);
}

/** Within a blind bound, too. */
const CALM: ReadonlySet<HistoryPoint['verdict']> = new Set(['ok', 'info', 'insufficient_data']);

/** Without windows that those left would make an alarm of, the furthest first. */
function withoutAlarms(
  spec: CalibratedThreshold,
  context: Circumstances,
  period: readonly HistoryPoint[],
): readonly HistoryPoint[] {
  const furthest = furthestOf(spec, period);
  const others = period.filter((point) => point !== furthest);
  if (furthest === undefined || others.length < FEWEST_WINDOWS) return period;
  const { n, m, value, seasonPhase } = furthest;
  const bounds = boundsOf(spec, { ...context, seasonPhase }, others);
  const isAlarm = !CALM.has(decideVerdict({ kind: 'value', value, n, m }, bounds));
  return isAlarm ? withoutAlarms(spec, context, others) : period;
}

function furthestOf(spec: CalibratedThreshold, period: readonly HistoryPoint[]) {
  const { groups, byGroup } = logsBySeason(period, period[0]?.seasonPhase ?? 0);
  const distances = period.map(
    ({ n }, at) => signOf(spec) * (logOf(n) - (byGroup.get(groups[at] ?? 0)?.mean ?? 0)),
  );
  return period[distances.indexOf(Math.max(...distances))];
}

function logsBySeason(period: readonly HistoryPoint[], phaseNow: number) {
  const phases = period.map((point) => point.seasonPhase);
  const { groups, groupNow } = seasonGroups(phases, phaseNow);
  const logs = period.map((point) => logOf(point.n));
  return { groups, groupNow, byGroup: momentsByGroup(logs, groups) };
}

/** A row in the metric's unit, which is rows or rows an hour. */
function valueOfRow(period: readonly HistoryPoint[]): number {
  const latest = period.findLast((point) => point.n > 0);
  return latest === undefined ? 0 : latest.value / latest.n;
}

const signOf = ({ side }: CalibratedThreshold) => (side === 'above' ? 1 : -1);
const reachOf = (variance: number, chance: number) => -normalQuantile(chance) * Math.sqrt(variance);
const logOf = (rows: number): number => Math.log(rows + HALF_A_ROW);
const rowsOf = (log: number): number => Math.max(0, Math.exp(log) - HALF_A_ROW);
const varianceOf = (rows: number): number => 1 / (rows + HALF_A_ROW);
