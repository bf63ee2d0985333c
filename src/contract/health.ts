import { flag, integer, nullable, number, objectOf, text, type Wire } from './wire.ts';

export const verdictSchema = {
  type: 'string',
  enum: ['ok', 'info', 'warning', 'critical', 'no_data', 'insufficient_data', 'error'],
} as const;

export const clockSchema = { type: 'string', enum: ['wall', 'replay'] } as const;
export const severitySchema = { type: 'string', enum: ['info', 'warning', 'critical'] } as const;
export const familySchema = {
  type: 'string',
  enum: ['drift', 'quality', 'performance', 'service'],
} as const;

const dimensionSchema = objectOf({
  /** Null where no check looks at this dimension: that is not the same as being well. */
  verdict: nullable(verdictSchema),
  checks: integer,
  failing: integer,
});

export const healthSchema = objectOf({
  /** Null where nothing has been judged yet. */
  worst: nullable(verdictSchema),
  /** Its windows should have been judged by now, but were not. */
  stale: flag,
  /** What is the matter, in one sentence, with numbers. */
  headline: text,
  labelCoverage: nullable(number),
  dimensions: objectOf({
    data: dimensionSchema,
    drift: dimensionSchema,
    performance: dimensionSchema,
    service: dimensionSchema,
    labels: dimensionSchema,
  }),
});

export const openAlertsSchema = objectOf({ critical: integer, warning: integer });

export type VerdictWire = Wire<typeof verdictSchema>;
export type HealthWire = Wire<typeof healthSchema>;
export type FamilyWire = Wire<typeof familySchema>;
export type DimensionName = keyof HealthWire['dimensions'];
