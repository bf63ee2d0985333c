import type { WindowProfile } from '../../metrics/profile.ts';
import type { Model } from '../model/model.ts';
import { finish, type Steps } from '../steps.ts';
import { composeMonitor } from './compose-monitor.ts';
import { rowsInWords } from './describe-values.ts';
import type { ExpectedRows } from './expect-rows.ts';
import { explainBlind, explainCrowdedOut } from './explain-passed-over.ts';
import { keepVisible } from './keep-visible.ts';
import { type Dimension, placeDimensions } from './place-dimensions.ts';
import { type HourlyPlan, type HoursOf, planHours } from './plan-hours.ts';
import { type Candidates, proposeChecks } from './propose-checks.ts';
import { proposeErrors, proposeTraffic } from './propose-service.ts';
import type {
  PassedOver,
  ProposedCheck,
  Recommendation,
  RecommendedMonitor,
} from './recommendation.ts';
import { dailyRule, dimensionRule, hourlyRule, type MonitorRule, shareAlarms } from './rules.ts';

export interface RecommendationSubject {
  readonly model: Pick<Model, 'features' | 'outputs'>;
  /** Of the whole baseline. */
  readonly baseline: WindowProfile;
  /** Null where the baseline's rows have no times. */
  readonly expected: ExpectedRows | null;
  readonly dimensions: readonly Dimension[];
  readonly hoursOf: HoursOf;
}

interface PlannedMonitor {
  readonly name: string;
  readonly rule: MonitorRule;
  readonly checks: readonly ProposedCheck[];
  readonly rows: number | null;
  readonly dimension: Dimension | null;
  readonly why: string;
}

/** The default set: the whole model by day, by hour where hours have rows enough, and each declared
 *  dimension value by value; together they share one false alarm in 30 days. */
export const recommendMonitors = (subject: RecommendationSubject): Recommendation =>
  finish(recommendInSteps(subject));

/** The same for who has other things to do meanwhile: a model of 500 columns takes many seconds. */
export function* recommendInSteps(subject: RecommendationSubject): Steps<Recommendation> {
  const { model, baseline, expected } = subject;
  const rows = expected?.day ?? null;
  const candidates = proposeChecks(model, baseline, rows);
  const hourly = yield* planHourly(subject);
  const daily = [...dataChecks(candidates), ...candidates.performance];
  const { rider, others, tooSmall } = yield* placeDimensions(
    subject.dimensions,
    daily,
    rows,
    baseline.rows,
  );
  const alarms = shareAlarms('checks' in hourly, others.length);
  const plans: PlannedMonitor[] = [
    {
      name: 'recommended, daily',
      rule: dailyRule(alarms.daily),
      checks: [...daily, proposeErrors(), ...proposeTraffic(baseline)],
      rows,
      dimension: rider,
      why: `Every column, once a day${aboutRows(rows)}${rider === null ? '' : `, and again for each value of ${rider.name}`}.`,
    },
    ...('checks' in hourly
      ? [
          {
            ...hourly,
            name: 'recommended, hourly',
            rule: hourlyRule(alarms.hourly),
            dimension: null,
          },
        ]
      : []),
    ...others.map(({ dimension, checks }) => ({
      name: `recommended, daily by ${dimension.name}`,
      rule: dimensionRule(alarms.dimension),
      checks,
      rows,
      dimension,
      why: `The weightiest columns for each value of ${dimension.name}, against the same value of the baseline; the whole at a stricter level than by the daily monitor.`,
    })),
  ];
  const composed: Composed[] = [];
  for (const plan of plans) composed.push(yield* compose(plan, baseline));
  return {
    monitors: composed.flatMap(({ monitor }) => (monitor === null ? [] : [monitor])),
    passedOver: [
      ...candidates.passedOver,
      ...tooSmall,
      ...('checks' in hourly ? hourly.passedOver : [hourly]),
      ...composed.flatMap((one) => one.passedOver),
    ],
  };
}

const dataChecks = ({ features, outputs }: Candidates) => [...features, ...outputs];

const aboutRows = (rows: number | null): string =>
  rows === null ? '' : ` on about ${rowsInWords(rows)}`;

interface Composed {
  readonly monitor: RecommendedMonitor | null;
  readonly passedOver: readonly PassedOver[];
}

function* compose(
  { name, rule, checks, rows, dimension, why }: PlannedMonitor,
  baseline: WindowProfile,
): Steps<Composed> {
  const sorted = yield* keepVisible(checks, rule, dimension?.segments ?? 0, baseline, rows);
  const { kept: proposed } = sorted;
  const segmentsOf = dimension?.name ?? null;
  return {
    monitor:
      proposed.length === 0 ? null : composeMonitor({ name, rule, proposed, segmentsOf, why }),
    passedOver: [
      ...explainCrowdedOut(name, sorted.crowdedOut),
      ...explainBlind(name, sorted.blind, rows),
    ],
  };
}

function* planHourly({
  model,
  baseline,
  expected,
  hoursOf,
}: RecommendationSubject): Steps<HourlyPlan | PassedOver> {
  if (expected === null) {
    const why = 'The rows of the baseline have no times, so nobody knows how many come in an hour.';
    return { subject: 'hours', why };
  }
  const checks = checksByHour(model, baseline, expected);
  return yield* planHours({ checks, baseline, expected, hoursOf });
}

/** What could be looked at by the hour. */
export const checksByHour = (
  model: RecommendationSubject['model'],
  baseline: WindowProfile,
  expected: ExpectedRows,
): readonly ProposedCheck[] => dataChecks(proposeChecks(model, baseline, expected.hour));
