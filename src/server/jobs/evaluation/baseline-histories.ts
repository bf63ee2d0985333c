import { setImmediate } from 'node:timers/promises';
import { findMetric } from '../../../metrics/metrics.ts';
import type { Baseline } from '../../../monitoring/baseline/baseline.ts';
import { baselineHistory } from '../../../monitoring/baseline/baseline-history.ts';
import type { Model } from '../../../monitoring/model/model.ts';
import { SEGMENT_VALUES } from '../../../monitoring/model/segment-budget.ts';
import type { Check, Monitor } from '../../../monitoring/monitor/monitor.ts';
import type { ProfileStore } from '../../../monitoring/ports.ts';
import { historyWish } from '../../../monitoring/schedule/learning-period.ts';
import type { HistoryPoint } from '../../../monitoring/threshold/threshold.ts';
import { columnsOfChecks } from './columns-of-checks.ts';
import { inChunks } from './in-chunks.ts';

export type HistoryByCheck = ReadonlyMap<string, readonly HistoryPoint[]>;

export type HistoryBySegment = ReadonlyMap<string, HistoryByCheck>;

export interface BaselineHistories {
  /** Of the checks that learn from other windows, by segment. */
  of(
    model: Model,
    baseline: Baseline,
    monitor: Pick<Monitor, 'cadence' | 'checks'>,
    segments: readonly string[],
  ): Promise<HistoryBySegment>;
}

interface Kept {
  readonly histories: Promise<HistoryBySegment>;
  points: number;
}

/** Some hundred bytes each. */
const POINTS_KEPT = 600_000;
/** What all segments of one monitor may take of that, or a few monitors would drive each other
 *  out: with many checks only the latest windows of a segment are kept. */
const POINTS_OF_SEGMENTS = 150_000;
const LEAST_WINDOWS = 56;
/** Columns of a thousand windows are held at once while they are measured. */
const COLUMNS_AT_ONCE = { '5m': 8, '1h': 8, '1d': 25 } as const;

/** What checks measure in the windows of a baseline's own period. It is frozen as the baseline is,
 *  so it is measured once and kept while there is room. */
export function createBaselineHistories(
  profiles: Pick<ProfileStore, 'readBaselineWindowsOf'>,
): BaselineHistories {
  const kept = new Map<string, Kept>();

  function makeRoom(): void {
    let points = [...kept.values()].reduce((sum, one) => sum + one.points, 0);
    for (const [key, one] of kept) {
      if (points <= POINTS_KEPT || kept.size === 1) break;
      kept.delete(key);
      points -= one.points;
    }
  }

  async function measure(
    model: Model,
    baseline: Baseline,
    monitor: Pick<Monitor, 'cadence' | 'checks'>,
    segments: readonly string[],
  ): Promise<HistoryBySegment> {
    const { cadence } = monitor;
    const learning = monitor.checks.filter(
      (check) => historyWish(check, cadence)?.from === 'baseline',
    );
    const histories = new Map(
      segments.map((segment) => [segment, new Map<string, readonly HistoryPoint[]>()]),
    );
    const mostOf = (segment: string) =>
      segment === '' ? Number.POSITIVE_INFINITY : windowsOfSegment(learning.length);
    for (const checks of chunksOf(learning, COLUMNS_AT_ONCE[cadence])) {
      const parts = columnsOfChecks(checks);
      const reading = profiles.readBaselineWindowsOf(model, baseline, cadence, segments, parts);
      for await (const { segment, ...windows } of reading) {
        const measured = baselineHistory(baseline, checks, windows, model.timeZone);
        for (const [checkId, points] of measured) {
          histories.get(segment)?.set(checkId, points.slice(-mostOf(segment)));
        }
        // Measuring takes no rest of its own, and others wait for this process.
        await setImmediate();
      }
    }
    return histories;
  }

  return {
    of(model, baseline, monitor, segments) {
      const key = JSON.stringify([
        baseline.baselineId,
        model.schemaVersion,
        monitor.cadence,
        monitor.checks,
        segments,
      ]);
      const found = kept.get(key);
      // Last used, last in line.
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found);
        return found.histories;
      }
      const one: Kept = { histories: measure(model, baseline, monitor, segments), points: 0 };
      kept.set(key, one);
      one.histories.then(
        (histories) => {
          for (const history of histories.values()) {
            for (const points of history.values()) one.points += points.length;
          }
          makeRoom();
        },
        () => kept.delete(key),
      );
      return one.histories;
    },
  };
}

const windowsOfSegment = (checks: number): number =>
  Math.max(LEAST_WINDOWS, Math.floor(POINTS_OF_SEGMENTS / (checks * (SEGMENT_VALUES + 1))));

/** Checks of one column stay together; those of no column come first. */
function chunksOf(checks: readonly Check[], columns: number): Check[][] {
  const whole = checks.filter((check) => findMetric(check.metric)?.subject !== 'column');
  const byColumn = new Map<string | null, Check[]>();
  for (const check of checks) {
    if (whole.includes(check)) continue;
    const own = byColumn.get(check.column);
    if (own === undefined) byColumn.set(check.column, [check]);
    else own.push(check);
  }
  const chunks = inChunks([...byColumn.values()], columns).map((some) => some.flat());
  return whole.length === 0 ? chunks : [whole, ...chunks];
}
