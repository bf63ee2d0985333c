import { Ajv, type ValidateFunction } from 'ajv';
import type { CheckDraftBody, MonitorDraftBody } from '../../contract/monitor.ts';
import type { MetricDescriptor } from '../../metrics/metric.ts';
import { findMetric, METRICS } from '../../metrics/metrics.ts';
import type { Baseline } from '../../monitoring/baseline/baseline.ts';
import type { Model } from '../../monitoring/model/model.ts';
import {
  type Check,
  DEFAULT_BUDGET,
  DEFAULT_PERSISTENCE,
  DEFAULT_RESOLVE_AFTER,
} from '../../monitoring/monitor/monitor.ts';
import type { MonitorDraft } from '../../monitoring/monitor/monitor-store.ts';
import { ROWS_CHECK_ID } from '../../monitoring/monitor/rows-check.ts';
import { segmentCheckId } from '../../monitoring/monitor/segment-check.ts';
import { findStarvedCheck, LEAST_LEVEL } from '../../monitoring/monitor/share-budget.ts';
import { weighCheck } from '../../monitoring/monitor/weigh-check.ts';
import { CHAMPION, PRODUCTION } from '../../monitoring/prediction/prediction.ts';
import { cadenceFitsCells } from '../../monitoring/window/cells.ts';
import { ApiError } from '../http/api-error.ts';
import { countSegmentsOf } from './count-segments-of.ts';
import { readThreshold } from './read-threshold.ts';
import { resolveColumn } from './resolve-column.ts';

const ajv = new Ajv({ allErrors: false, strict: false });

/** Compiled once a metric, since Ajv takes a millisecond for it and keeps what it compiled. */
const compiled = new Map<string, ValidateFunction>();

export function parametersValidator(descriptor: MetricDescriptor): ValidateFunction {
  const known = compiled.get(descriptor.id);
  if (known !== undefined) return known;
  const made = ajv.compile({ ...descriptor.parameters });
  compiled.set(descriptor.id, made);
  return made;
}

/** Checks a rule against the metrics and the model before it is saved, so that what is wrong with
 *  it is said to the person who writes it and not in every evaluation. The baseline knows which
 *  segments there will be. */
export function readMonitorDraft(
  body: MonitorDraftBody,
  model: Model,
  baseline: Pick<Baseline, 'grids'> | null,
): MonitorDraft {
  if (!cadenceFitsCells(body.cadence, model.cellMs)) {
    throw new ApiError('cadence_too_fine', {
      where: 'body/cadence',
      detail: { cadence: body.cadence, cellMinutes: model.cellMs / 60_000 },
    });
  }
  const { segment = '', segmentsOf = null } = body;
  refuseUnknownSegments(segment, segmentsOf, model);
  const checks = body.checks.map((check, i) => readCheck(check, model, `body/checks/${i}`));
  refuseTwins(checks, segmentsOf);
  const draft: MonitorDraft = {
    name: body.name,
    cadence: body.cadence,
    variant: body.variant ?? CHAMPION,
    environment: body.environment ?? PRODUCTION,
    segment,
    segmentsOf,
    checks,
    noData: body.noData ?? 'ignore',
    budget: body.budget ?? DEFAULT_BUDGET,
    persistence: body.persistence ?? DEFAULT_PERSISTENCE,
    resolveAfter: body.resolveAfter ?? DEFAULT_RESOLVE_AFTER,
    cooldownMs: body.cooldownMs ?? 0,
    enabled: body.enabled ?? true,
  };
  refusePoverty(draft, countSegmentsOf(segmentsOf, model, baseline));
  return draft;
}

function refuseUnknownSegments(segment: string, segmentsOf: string | null, model: Model): void {
  const dimensions = model.segmentBy;
  if (segment !== '' && !dimensions.some((name) => segment.startsWith(`${name}=`))) {
    throw new ApiError('unknown_segment', {
      where: 'body/segment',
      detail: { segment, dimensions },
    });
  }
  if (segmentsOf === null) return;
  if (segment !== '') {
    throw new ApiError('invalid_request', {
      where: 'body/segmentsOf',
      detail: 'A monitor of one segment has no others: leave out segment or segmentsOf.',
    });
  }
  if (!dimensions.includes(segmentsOf)) {
    throw new ApiError('unknown_segment', {
      where: 'body/segmentsOf',
      detail: { dimension: segmentsOf, dimensions },
    });
  }
}

function refusePoverty(draft: MonitorDraft, segments: number): void {
  if (draft.persistence.violations > draft.persistence.windows) {
    throw new ApiError('invalid_request', {
      where: 'body/persistence',
      detail: 'Of so many windows no more can be bad: violations must not exceed windows.',
    });
  }
  const starved = findStarvedCheck(draft, segments);
  if (starved === null) return;
  throw new ApiError('budget_too_thin', {
    where: 'body/budget',
    detail: { check: starved.checkId, level: starved.level, least: LEAST_LEVEL, segments },
  });
}

function readCheck(body: CheckDraftBody, model: Model, where: string): Check {
  const metric = findMetric(body.metric);
  if (metric === undefined) {
    const known = METRICS.map((one) => one.descriptor.id);
    throw new ApiError('unknown_metric', {
      where: `${where}/metric`,
      detail: { metric: body.metric, known },
    });
  }
  const column = resolveColumn(metric, body.column ?? null, model);
  if (column.kind !== 'column') {
    const code = column.kind === 'unknown' ? 'unknown_model_column' : 'invalid_check';
    throw new ApiError(code, { where: `${where}/column`, detail: column.sentence });
  }
  const parameters = body.parameters ?? {};
  const { descriptor } = metric;
  const validate = parametersValidator(descriptor);
  if (!validate(parameters)) {
    throw new ApiError('invalid_check', {
      where: `${where}/parameters`,
      detail: ajv.errorsText(validate.errors, { dataVar: 'parameters' }),
    });
  }
  return {
    checkId: body.id ?? nameCheck(body),
    metric: descriptor.id,
    column: column.key,
    parameters,
    threshold: readThreshold(body.threshold, metric, `${where}/threshold`),
    weight: body.weight ?? weighCheck(column.key, model.features),
  };
}

/** Stable over edits that change neither metric nor column. */
const nameCheck = ({ metric, column }: CheckDraftBody): string =>
  column === undefined || column === null ? metric : `${metric}(${column})`;

function refuseTwins(checks: readonly Check[], segmentsOf: string | null): void {
  const seen = new Set<string>([ROWS_CHECK_ID]);
  const ofSegments = segmentsOf === null ? null : segmentCheckId('', `${segmentsOf}=`);
  for (const [i, { checkId }] of checks.entries()) {
    if (seen.has(checkId) || (ofSegments !== null && checkId.includes(ofSegments))) {
      throw new ApiError('duplicate_check', { where: `body/checks/${i}`, detail: { id: checkId } });
    }
    seen.add(checkId);
  }
}
