import { Ajv, type ValidateFunction } from 'ajv';
import type { CheckDraftBody, MonitorDraftBody } from '../../contract/monitor.ts';
import type { MetricDescriptor } from '../../metrics/metric.ts';
import { findMetric, METRICS } from '../../metrics/metrics.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Check } from '../../monitoring/monitor/monitor.ts';
import type { MonitorDraft } from '../../monitoring/monitor/monitor-store.ts';
import { ROWS_CHECK_ID } from '../../monitoring/monitor/rows-check.ts';
import { CHAMPION, PRODUCTION } from '../../monitoring/prediction/prediction.ts';
import { strategyOf } from '../../monitoring/threshold/strategies.ts';
import type { FixedThreshold } from '../../monitoring/threshold/threshold.ts';
import { cadenceFitsCells } from '../../monitoring/window/cells.ts';
import { ApiError } from '../http/api-error.ts';
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
 *  it is said to the person who writes it and not in every evaluation. */
export function readMonitorDraft(body: MonitorDraftBody, model: Model): MonitorDraft {
  if (!cadenceFitsCells(body.cadence, model.cellMs)) {
    throw new ApiError('cadence_too_fine', {
      where: 'body/cadence',
      detail: { cadence: body.cadence, cellMinutes: model.cellMs / 60_000 },
    });
  }
  const segment = body.segment ?? '';
  const declared = model.segmentBy.some((name) => segment.startsWith(`${name}=`));
  if (segment !== '' && !declared) {
    throw new ApiError('unknown_segment', {
      where: 'body/segment',
      detail: { segment, dimensions: model.segmentBy },
    });
  }
  const checks = body.checks.map((check, i) => readCheck(check, model, `body/checks/${i}`));
  refuseTwins(checks);
  return {
    name: body.name,
    cadence: body.cadence,
    variant: body.variant ?? CHAMPION,
    environment: body.environment ?? PRODUCTION,
    segment,
    checks,
    noData: body.noData ?? 'ignore',
    enabled: body.enabled ?? true,
  };
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
    threshold: readThreshold(body.threshold, descriptor, `${where}/threshold`),
  };
}

function readThreshold(
  body: CheckDraftBody['threshold'],
  descriptor: MetricDescriptor,
  where: string,
): FixedThreshold {
  const side = body.side ?? SIDE_OF[descriptor.direction];
  if (side === null) {
    throw new ApiError('invalid_threshold', {
      where: `${where}/side`,
      detail: `${descriptor.title} can be bad on either side: say "above" or "below".`,
    });
  }
  const { warning = null, critical = null } = body;
  const threshold: FixedThreshold = { strategy: 'fixed', warning, critical, side };
  const defect = strategyOf(threshold).findDefect(threshold, descriptor);
  if (defect !== null) throw new ApiError('invalid_threshold', { where, detail: defect });
  return threshold;
}

const SIDE_OF = { higher_is_worse: 'above', lower_is_worse: 'below', both: null } as const;

/** Stable over edits that change neither metric nor column. */
const nameCheck = ({ metric, column }: CheckDraftBody): string =>
  column === undefined || column === null ? metric : `${metric}(${column})`;

function refuseTwins(checks: readonly Check[]): void {
  const seen = new Set<string>([ROWS_CHECK_ID]);
  for (const [i, { checkId }] of checks.entries()) {
    if (seen.has(checkId)) {
      throw new ApiError('duplicate_check', { where: `body/checks/${i}`, detail: { id: checkId } });
    }
    seen.add(checkId);
  }
}
