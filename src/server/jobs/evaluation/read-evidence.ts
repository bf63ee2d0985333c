import type { WindowProfile } from '../../../metrics/profile.ts';
import type { EvaluationDraft } from '../../../monitoring/alert/evaluation-store.ts';
import { segmentsOfDimension } from '../../../monitoring/baseline/segments-of-dimension.ts';
import type { Evidence } from '../../../monitoring/diagnosis/diagnose.ts';
import { isFailing } from '../../../monitoring/health/worst-verdict.ts';
import type { Compared } from '../../../monitoring/monitor/measure-checks.ts';
import type { ScheduledMonitor } from '../../../monitoring/schedule/schedule.ts';
import { columnsOfChecks } from './columns-of-checks.ts';
import { PROFILES_PER_READ } from './read-windows.ts';
import type { TurnView } from './turn.ts';

/** What an alarm is explained by: what the evaluation saw, and the segments of the dimensions that
 *  its monitor does not watch, because they have too few rows for alarms of their own or nobody asked.
 *  They are read where something about the whole is wrong, and for what is wrong alone. */
export async function readEvidence(
  turn: TurnView,
  monitor: ScheduledMonitor,
  draft: EvaluationDraft,
): Promise<Evidence | undefined> {
  const { evidence, results } = draft;
  const { model, baseline } = turn;
  // A segment has no segments that are counted.
  if (evidence === undefined || baseline === null || monitor.segment !== '') return evidence;
  const wrong = new Set(
    results
      .filter(({ verdict, segment }) => segment === '' && isFailing(verdict))
      .map(({ checkId }) => checkId),
  );
  const checks = monitor.checks.filter(({ checkId }) => wrong.has(checkId));
  if (checks.length === 0) return evidence;
  const parts = columnsOfChecks(checks);
  const others = new Map<string, ReadonlyMap<string, Compared>>();
  let left = PROFILES_PER_READ;
  for (const name of model.segmentBy) {
    const segments = segmentsOfDimension(model, baseline, name);
    if (name === monitor.segmentsOf || segments.length === 0) continue;
    left -= segments.length * Math.max(1, parts.columns?.length ?? 0);
    if (left < 0) break;
    others.set(name, await readDimension(turn, monitor, draft, { ...parts, segments }));
  }
  return { ...evidence, others };
}

async function readDimension(
  { deps, model, baseline }: TurnView,
  { variant, environment }: ScheduledMonitor,
  { windowStartMs, windowEndMs }: EvaluationDraft,
  asked: ReturnType<typeof columnsOfChecks> & { readonly segments: readonly string[] },
): Promise<ReadonlyMap<string, Compared>> {
  const window = { startMs: windowStartMs, endMs: windowEndMs };
  const { segments } = asked;
  const [readings, before] = await Promise.all([
    deps.profiles.readWindows(model, baseline, [window], { variant, environment, ...asked }),
    baseline === null
      ? new Map<string, WindowProfile>()
      : deps.profiles.readBaselines(model, baseline, segments),
  ]);
  const [reading] = readings;
  return new Map(
    segments.flatMap((segment) => {
      const profile = reading?.get(segment);
      if (profile === undefined) return [];
      return [[segment, { window: profile, baseline: before.get(segment) ?? null }] as const];
    }),
  );
}
