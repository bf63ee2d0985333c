import type { MetricDescriptor } from '../../metrics/metric.ts';
import type { ColumnProfile } from '../../metrics/profile.ts';
import type { CheckResult } from '../alert/alert.ts';
import { formatNumber } from '../health/format-number.ts';
import { nameColumn } from '../health/name-column.ts';
import type { Compared } from '../monitor/measure-checks.ts';
import { coarseBins } from './coarse-bins.ts';
import { columnMasses, missingWeight, movedMass, unseenWeight } from './column-masses.ts';
import type { Cause, SegmentPart } from './diagnosis.ts';
import { isMixShift } from './find-mix-shift.ts';
import { findMovedInputs } from './find-moved-inputs.ts';
import { findScaleChange } from './find-scale-change.ts';

export interface CauseContext {
  readonly result: Pick<CheckResult, 'metric' | 'column' | 'segment'>;
  readonly family: MetricDescriptor['family'];
  /** What the alert is about. */
  readonly whole: Compared;
  readonly segments: ReadonlyMap<string, Compared>;
  /** Segments by their part in the change, the largest first. */
  readonly parts: readonly SegmentPart[];
  readonly featureNames: ReadonlyMap<string, string>;
}

/** A rise by less is not what an alarm is about. */
const LEAST_RISE = 0.01;
/** A rise explains the change where it is at least this part of what moved. */
const EXPLAINS = 0.5;
/** A segment with at least this part of the change, and so many times that of the next one, is
 *  where the cause is looked for. */
const CONCENTRATED = 0.25;
const TIMES_THE_NEXT = 2;

/** The likely kind of cause. The first rule that holds names it:
 *  1. performance: no input moved → the relation did; some did → they are named; none was looked
 *     at → nothing is known;
 *  2. missing values make up at least half of what moved → missing data;
 *  3. values that the baseline never had do → a new category;
 *  4. values are the baseline's times one factor → a change of unit or scale;
 *  5. the segments' shares moved and what is within them did not → a shift of the mix;
 *  6. else the values themselves moved.
 *  Where one segment has a quarter of the change and twice as much as any other, rules 2 to 4 are
 *  asked of that segment. */
export function findCause(context: CauseContext): Cause | null {
  const { result, family, whole, segments, parts } = context;
  if (family === 'service' || whole.baseline === null) return null;
  if (family === 'performance') return causeOfDrop(context);
  const { column } = result;
  if (column === null) return null;
  const top = standingOut(parts);
  const within = top && segments.get(top.segment);
  const segment = within === undefined ? result.segment : (top?.segment ?? '');
  const found = causeWithin(column, within ?? whole, segment);
  if (found !== null) return found;
  if (isMixShift(column, whole, segments)) {
    const because =
      'the segments have other shares of the rows than on the baseline, and their own ' +
      'distributions are as they were';
    return { kind: 'shift_of_mix', segment: result.segment, because };
  }
  const because = 'nothing is missing or new, and no factor or mix explains it';
  return { kind: 'shift', segment, because };
}

function standingOut([top, next]: readonly SegmentPart[]): SegmentPart | undefined {
  if (top === undefined || top.part < CONCENTRATED) return undefined;
  return top.part >= TIMES_THE_NEXT * (next?.part ?? 0) ? top : undefined;
}

function causeOfDrop({ result, whole, featureNames }: CauseContext): Cause | null {
  const { segment } = result;
  const inputs = findMovedInputs(whole);
  if (inputs === null) return null;
  const moved = inputs.map((one) => nameColumn(one, featureNames) ?? one);
  if (moved.length === 0) {
    const because = 'no input moved, so what they say about the outcome is no longer what it was';
    return { kind: 'relation_shift', segment, because };
  }
  const named = moved.slice(0, 3).join(', ');
  const more = moved.length > 3 ? ` and ${moved.length - 3} more` : '';
  return { kind: 'shift_of_inputs', segment, because: `inputs moved too: ${named}${more}` };
}

function causeWithin(column: string, compared: Compared, segment: string): Cause | null {
  const before = compared.baseline?.columns.get(column);
  const after = compared.window.columns.get(column);
  if (before === undefined || after === undefined) return null;
  const [old, now] = [columnMasses(before), columnMasses(after)];
  if (old === null || now === null) return null;
  const coarse = coarseBins(old);
  const moved = movedMass(coarse(old), coarse(now));
  const explains = (rise: number) => rise >= LEAST_RISE && rise >= EXPLAINS * moved;
  const share = (part: number, one: ColumnProfile) => part / one.weight;
  const percent = (value: number) => formatNumber(value, 'ratio');

  const missing = [share(missingWeight(before), before), share(missingWeight(after), after)];
  const [wasMissing = 0, isMissing = 0] = missing;
  if (explains(isMissing - wasMissing)) {
    const because = `${percent(isMissing)} of the values are missing (${commonReason(after)}), against ${percent(wasMissing)}`;
    return { kind: 'missing_data', segment, because };
  }
  const unseen = share(unseenWeight(after), after);
  if (explains(unseen - share(unseenWeight(before), before))) {
    const because = `${percent(unseen)} of the rows have values that the baseline never had`;
    return { kind: 'new_category', segment, because };
  }
  const scale = findScaleChange(before, after);
  if (scale === null) return null;
  const { factor, name } = scale;
  const known = name === null ? '' : `, as ${name} would be`;
  const because = `divided by ${formatNumber(factor, 'none')} the values are distributed as before${known}`;
  return { kind: 'scale_change', segment, because, factor };
}

const REASONS = {
  absent: 'not sent',
  null: 'null',
  nan: 'not a number',
  infinite: 'infinite',
  mismatched: 'of the wrong kind',
} as const;

function commonReason({ missing }: ColumnProfile): string {
  const reasons = ['absent', 'null', 'nan', 'infinite', 'mismatched'] as const;
  const first = [...reasons].sort((a, b) => missing[b] - missing[a])[0] ?? 'absent';
  return `mostly ${REASONS[first]}`;
}
