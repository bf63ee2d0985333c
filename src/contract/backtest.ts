import { TIME_INPUT_SCHEMA, type TimeInput } from './common.ts';
import { MODEL_PARAMS_SCHEMA } from './model.ts';
import { CADENCES, MONITOR_DRAFT_SCHEMA, type MonitorDraftBody } from './monitor.ts';
import {
  flag,
  instant,
  integer,
  listOf,
  nullable,
  number,
  objectOf,
  text,
  type Wire,
} from './wire.ts';

export const VERDICTS = [
  'ok',
  'info',
  'warning',
  'critical',
  'no_data',
  'insufficient_data',
  'error',
] as const;
const SEVERITIES = ['info', 'warning', 'critical'] as const;

/** One of `monitor` and `draft`. */
export interface BacktestRequestBody {
  readonly monitor?: string;
  readonly draft?: MonitorDraftBody;
  readonly from?: TimeInput;
  readonly to?: TimeInput;
}

const BACKTEST_REQUEST_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  oneOf: [
    { required: ['monitor'], properties: { monitor: {} } },
    { required: ['draft'], properties: { draft: {} } },
  ],
  properties: {
    monitor: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'Name or id of a monitor of the model.',
    },
    draft: { ...MONITOR_DRAFT_SCHEMA, description: 'A monitor that was not saved.' },
    from: {
      ...TIME_INPUT_SCHEMA,
      description:
        'Windows that begin then or later; 90 days, 14 days of hours or a day of 5 minutes if left out.',
    },
    to: {
      ...TIME_INPUT_SCHEMA,
      description: 'Windows that end by then; all that have closed if left out.',
    },
  },
} as const;

const VERDICT_SCHEMA = { enum: VERDICTS } as const;

const BACKTEST_CHECK_SCHEMA = objectOf({
  id: text,
  metric: text,
  column: nullable(text),
  segment: text,
  /** One of each a window, in the order of `windows`. */
  verdicts: listOf(nullable({ type: 'string', enum: VERDICTS } as const)),
  values: listOf(nullable(number)),
  warning: listOf(nullable(number)),
  critical: listOf(nullable(number)),
});

const BACKTEST_ALERT_SCHEMA = objectOf({
  checkId: text,
  metric: text,
  column: nullable(text),
  segment: text,
  /** The worst it came to, and what it was in the end. */
  severity: { enum: SEVERITIES },
  lastSeverity: { enum: SEVERITIES },
  /** Begin of the first bad window, and end of the window that raised the alert. */
  from: instant,
  raisedAt: instant,
  /** Begin of the good window that ended it; null where it was still open. */
  to: nullable(instant),
  /** Whether people would have been told of it. */
  told: flag,
  explanation: text,
});

export const BACKTEST_SCHEMA = objectOf({
  model: text,
  monitor: text,
  monitorId: nullable(text),
  cadence: { enum: CADENCES },
  from: instant,
  to: instant,
  /** False where time was up: what follows is about the windows until `to`. */
  complete: flag,
  windows: listOf(instant),
  windowsWithoutRows: integer,
  onsets: objectOf({
    /** Windows that raised an alert of warning or worse. */
    all: integer,
    /** Of these, those that a calibrated check took part in. */
    calibrated: integer,
    /** False alarms that the budget grants to those in this time. */
    granted: number,
  }),
  alerts: listOf(BACKTEST_ALERT_SCHEMA),
  checks: listOf(BACKTEST_CHECK_SCHEMA),
});

export type BacktestBody = Wire<typeof BACKTEST_SCHEMA>;
export type BacktestVerdict = Wire<typeof VERDICT_SCHEMA>;

export const backtestSchema = {
  operationId: 'backtestMonitor',
  summary: 'When a monitor, saved or not, would have raised an alert in the past',
  description: 'Nothing is saved, and nobody is told.',
  tags: ['monitors'],
  params: MODEL_PARAMS_SCHEMA,
  body: BACKTEST_REQUEST_SCHEMA,
  response: { 200: BACKTEST_SCHEMA },
} as const;
