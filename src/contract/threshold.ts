export const THRESHOLD_STRATEGIES = ['fixed', 'relative', 'history', 'calibrated'] as const;
export const SIDES = ['above', 'below'] as const;
const HISTORIES = ['baseline', 'recent'] as const;
const DEVIATIONS = ['sample', 'population'] as const;

type Side = (typeof SIDES)[number];

interface Bounds {
  readonly warning?: number | null;
  readonly critical?: number | null;
  readonly side?: Side;
}

export interface FixedThresholdBody extends Bounds {
  readonly strategy?: 'fixed';
  readonly info?: number | null;
}

export interface RelativeThresholdBody extends Bounds {
  readonly strategy: 'relative';
}

export interface HistoryThresholdBody extends Bounds {
  readonly strategy: 'history';
  readonly from?: (typeof HISTORIES)[number];
  readonly windows?: number;
  readonly sameSeason?: boolean;
  readonly deviation?: (typeof DEVIATIONS)[number];
  readonly clip?: boolean;
  readonly warningChange?: number;
  readonly criticalChange?: number;
}

export interface CalibratedThresholdBody {
  readonly strategy: 'calibrated';
  readonly warningEffect?: number;
  readonly criticalEffect?: number;
  readonly side?: Side;
}

export type ThresholdBody =
  | FixedThresholdBody
  | RelativeThresholdBody
  | HistoryThresholdBody
  | CalibratedThresholdBody;

const BOUND = { type: ['number', 'null'], default: null } as const;
const SIDE = {
  enum: SIDES,
  description: 'Which side is bad; may be left out where the metric itself says so.',
} as const;
const CHANGE = { type: 'number', minimum: 0, maximum: 1_000 } as const;
const EFFECT = { type: 'number', exclusiveMinimum: 0 } as const;

const FIXED = {
  type: 'object',
  title: 'Constants',
  additionalProperties: false,
  properties: {
    strategy: { const: 'fixed', default: 'fixed' },
    info: { ...BOUND, description: 'Shown beyond it, and nobody is told.' },
    warning: BOUND,
    critical: BOUND,
    side: SIDE,
  },
} as const;

const RELATIVE = {
  type: 'object',
  title: 'Shares of what the metric gives on the baseline',
  required: ['strategy'],
  additionalProperties: false,
  properties: {
    strategy: { const: 'relative' },
    warning: { ...BOUND, description: '0.1 is a tenth of the value on the baseline.' },
    critical: BOUND,
    side: SIDE,
  },
} as const;

const HISTORY = {
  type: 'object',
  title: 'Standard deviations from the mean of other windows',
  required: ['strategy'],
  additionalProperties: false,
  properties: {
    strategy: { const: 'history' },
    warning: BOUND,
    critical: BOUND,
    side: SIDE,
    from: {
      enum: HISTORIES,
      default: 'baseline',
      description:
        "`baseline`: windows of the baseline's own period; `recent`: those before this one, " +
        'which forgives whatever comes slowly.',
    },
    windows: { type: 'integer', minimum: 5, maximum: 2016, default: 28 },
    sameSeason: {
      type: 'boolean',
      default: false,
      description:
        'Only windows of the same hour of the local week. Of fewer than 20 of them the deviation is ' +
        'not taken to be smaller than that of all windows from the means of their own hours.',
    },
    deviation: {
      enum: DEVIATIONS,
      description: 'Squares are divided by the windows less one (`sample`, the default) or by all.',
    },
    clip: {
      type: 'boolean',
      description: 'Whether bounds that the metric cannot pass are moved to the end of its range.',
    },
    warningChange: {
      ...CHANGE,
      description:
        'A share of the mean: the bound keeps away from it by that at least, however little earlier ' +
        'windows differed.',
    },
    criticalChange: { ...CHANGE, description: 'The same of the critical bound.' },
  },
} as const;

const CALIBRATED = {
  type: 'object',
  title: 'What follows from the false-alarm budget, the sample sizes and earlier windows',
  required: ['strategy'],
  additionalProperties: false,
  properties: {
    strategy: { const: 'calibrated' },
    warningEffect: {
      ...EFFECT,
      description:
        "The smallest effect that matters: Cohen's w for distances of distributions (0.1 unless " +
        'said otherwise), the difference itself for shares (0.01) and performance (0.02), the part ' +
        'of the usual rows for volume (0.1).',
    },
    criticalEffect: {
      ...EFFECT,
      description: 'An effect that is critical: 0.3, 0.05, 0.05 and 0.5 unless said otherwise.',
    },
    side: SIDE,
  },
} as const;

export const THRESHOLD_DRAFT_SCHEMA = {
  type: 'object',
  oneOf: [FIXED, RELATIVE, HISTORY, CALIBRATED],
} as const;

const NULLABLE_BOUND = { type: ['number', 'null'] } as const;

/** What every threshold of an answer has, and what each strategy adds. */
export const THRESHOLD_SCHEMA = {
  type: 'object',
  required: ['strategy', 'side'],
  properties: {
    strategy: { enum: THRESHOLD_STRATEGIES },
    side: { enum: SIDES },
    info: NULLABLE_BOUND,
    warning: NULLABLE_BOUND,
    critical: NULLABLE_BOUND,
    from: { enum: HISTORIES },
    windows: { type: 'integer' },
    sameSeason: { type: 'boolean' },
    deviation: { enum: DEVIATIONS },
    clip: { type: 'boolean' },
    warningChange: { type: 'number' },
    criticalChange: { type: 'number' },
    warningEffect: { type: 'number' },
    criticalEffect: { type: 'number' },
  },
} as const;
