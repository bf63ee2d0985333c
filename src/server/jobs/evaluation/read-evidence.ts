import { findMetric } from '../../../metrics/metrics.ts';
import type { EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import { segmentsOfDimension } from '../../../monitoring/baseline/segments-of-dimension.ts';
import type { Evidence } from '../../../monitoring/diagnosis/diagnose.ts';
import type { Compared } from '../../../monitoring/monitor/measure-checks.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { columnsOfChecks } from './columns-of-checks.ts';
import { PROFILES_PER_READ, profilesOf } from './read-windows.ts';
import type { Turn } from './turn.ts';

/** What an alarm is explained by: what the evaluation saw, and the segments of the dimensions that
 *  its monitor does not watch, because they have too few rows for alarms of their own or nobody asked.
 *  They are read where something about the whole is wrong, and for what is wrong alone. An alarm does
 *  not wait for its explanation: where that cannot be read, it goes without. */
export async function readEvidence(
  turn: Turn,
  monitor: ScheduledMonitor,
  draft: EvaluationDraft,
): Promise<Evidence | undefined> {
  try {
    const others = await readOthers(turn, monitor, draft);
    return draft.evidence && { ...draft.evidence, others };
  } catch (error) {
    const { modelId, monitorId } = monitor;
    turn.deps.logger.warn(
      { err: error, modelId, monitorId },
      'an alarm goes without the segments that would explain it',
    );
    return draft.evidence;
  }
}

type Segments = ReadonlyMap<string, Compared>;

async function readOthers(
  { deps, model, baseline }: Turn,
  monitor: ScheduledMonitor,
  draft: EvaluationDraft,
): Promise<ReadonlyMap<string, Segments>> {
  const wrong = new Set(draft.results.filter(isAlarm).map(({ checkId }) => checkId));
  const checks = monitor.checks.filter(
    ({ checkId, metric }) => wrong.has(checkId) && findMetric(metric)?.subject !== 'window',
  );
  // A segment has no segments that are counted.
  if (baseline === null || checks.length === 0 || monitor.segment !== '') return new Map();
  const parts = columnsOfChecks(checks);
  const dimensions = new Map<string, readonly string[]>();
  let left = PROFILES_PER_READ;
  for (const name of model.segmentBy) {
    const segments = segmentsOfDimension(model, baseline, name);
    const profiles = segments.length * profilesOf(parts);
    if (name === monitor.segmentsOf || profiles === 0 || profiles > left) continue;
    left -= profiles;
    dimensions.set(name, segments);
  }
  if (dimensions.size === 0) return new Map();
  const segments = [...dimensions.values()].flat();
  const { variant, environment } = monitor;
  const window = { startMs: draft.windowStartMs, endMs: draft.windowEndMs };
  const question = { variant, environment, segments, ...parts };
  const [[after], before] = await Promise.all([
    deps.profiles.readWindows(model, baseline, [window], question),
    deps.profiles.readBaselines(model, baseline, segments, parts),
  ]);
  const compare = (segment: string): [string, Compared][] => {
    const profile = after?.get(segment);
    return profile === undefined
      ? []
      : [[segment, { window: profile, baseline: before.get(segment) ?? null }]];
  };
  return new Map([...dimensions].map(([name, own]) => [name, new Map(own.flatMap(compare))]));
}

const isAlarm = ({ segment, verdict }: EvaluationDraft['results'][number]): boolean =>
  segment === '' && (verdict === 'warning' || verdict === 'critical');
