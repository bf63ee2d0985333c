import type { BaselineProposalBody } from '../../contract/baseline-history.ts';
import { type ExcludedPeriod, overlaps } from '../../monitoring/baseline/excluded-period.ts';
import type { PastDay } from '../../monitoring/baseline/past-day.ts';
import { proposePeriod } from '../../monitoring/baseline/propose-period.ts';
import type { OverviewAlert } from '../../monitoring/health/overview-read-model.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { BaselineStore, OverviewReadModel, VolumeReadModel } from '../../monitoring/ports.ts';
import type { LabelReadModel } from '../../monitoring/profile/label-read-model.ts';
import { finalCoverage, isSettled } from '../../monitoring/schedule/settling.ts';
import type { Window } from '../../monitoring/window/window.ts';
import { windowContaining, windowsBetween } from '../../monitoring/window/windows.ts';
import { nameAlert } from './name-alert.ts';

export interface ProposalDeps {
  readonly baselines: Pick<BaselineStore, 'activeFor'>;
  readonly volume: Pick<VolumeReadModel, 'extent' | 'series'>;
  readonly overview: Pick<OverviewReadModel, 'alerts'>;
  readonly labels: LabelReadModel;
  readonly now: () => number;
}

/** Half a year: what is older is no longer what is normal now. */
const DAYS_LOOKED_AT = 182;
const DAY_MS = 86_400_000;

/** Looks through the days of a model's past that are over. */
export async function proposeFromPast(
  deps: ProposalDeps,
  model: Model,
): Promise<BaselineProposalBody> {
  const { projectId, modelId, timeZone } = model;
  const [extent, active] = await Promise.all([
    deps.volume.extent(projectId, modelId),
    deps.baselines.activeFor(modelId, null),
  ]);
  const presentMs = presentOf(model, extent, deps.now());
  const days = extent === null ? [] : daysOf(model, extent, presentMs);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) {
    const why = 'There is no whole day of predictions yet.';
    return { from: null, to: null, timeZone, proposal: null, why, against: [] };
  }
  const range = { startMs: first.startMs, endMs: last.endMs };
  const [volume, alerts, labels] = await Promise.all([
    deps.volume.series(projectId, modelId, range, '1d', timeZone),
    deps.overview.alerts(modelId, range),
    deps.labels.coverage(projectId, modelId, range, timeZone),
  ]);
  const rows = new Map(volume.map((one) => [one.startMs, one.rows]));
  const hasLabels = [...labels.values()].some((share) => share > 0);
  const past = days.map((window): PastDay => {
    return {
      window,
      rows: rows.get(window.startMs) ?? 0,
      alert: worstIn(window, alerts, model),
      excluded: active?.excluded.find((one) => overlaps(one, window))?.reason ?? null,
      coverage: hasLabels ? (labels.get(window.startMs) ?? 0) : null,
    };
  });
  const states = past.flatMap(({ window, coverage }) =>
    coverage === null ? [] : [{ ageMs: presentMs - window.endMs, coverage }],
  );
  const usual = finalCoverage(states, null);
  const { proposal, why, against } = proposePeriod(past, ({ window, coverage }) =>
    coverage === null ? true : isSettled({ ageMs: presentMs - window.endMs, coverage }, usual),
  );
  return {
    from: iso(range.startMs),
    to: iso(range.endMs),
    timeZone,
    proposal: proposal && {
      from: iso(proposal.period.startMs),
      to: iso(proposal.period.endMs),
      days: proposal.days,
      rows: proposal.rows,
      exclude: proposal.excluded.map(describe),
      reasons: proposal.reasons,
    },
    why,
    against: against.map(describe),
  };
}

/** Up to when windows are closed. */
function presentOf(model: Model, extent: Window | null, nowMs: number): number {
  if (model.clock === 'wall') return nowMs - model.latenessMs;
  return model.watermarkMs ?? extent?.endMs ?? nowMs;
}

function daysOf(model: Model, extent: Window, presentMs: number): Window[] {
  const { timeZone } = model;
  const earliestMs = Math.max(extent.startMs, presentMs - DAYS_LOOKED_AT * DAY_MS);
  const untilMs = Math.min(presentMs, windowContaining(extent.endMs, '1d', timeZone).endMs);
  return windowsBetween(earliestMs, untilMs, '1d', timeZone);
}

function worstIn(window: Window, alerts: readonly OverviewAlert[], model: Model): PastDay['alert'] {
  const fired = alerts.filter(({ severity, openedWindowMs, lastWindowMs, resolvedWindowMs }) => {
    const untilMs = resolvedWindowMs ?? lastWindowMs + 1;
    return severity !== 'info' && overlaps(window, { startMs: openedWindowMs, endMs: untilMs });
  });
  const worst = fired.find((one) => one.severity === 'critical') ?? fired[0];
  if (worst === undefined) return null;
  return {
    severity: worst.severity === 'critical' ? 'critical' : 'warning',
    what: nameAlert(worst, model),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const describe = ({ startMs, endMs, reason }: ExcludedPeriod) => ({
  from: iso(startMs),
  to: iso(endMs),
  reason,
});
