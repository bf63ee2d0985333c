import { Link } from '@tanstack/react-router';
import type { HealthWire } from '../../contract/health.ts';
import type { ModelOverviewWire } from '../../contract/model-overview.ts';

export interface NextStepProps {
  model: ModelOverviewWire['model'];
  health: HealthWire;
  hasRows: boolean;
}

/** A model that is not fully set up says what to do next. */
export function NextStep({ model, hasRows }: NextStepProps) {
  const step = !model.hasBaseline ? (
    <>
      It has no baseline to be compared with:{' '}
      <code>leeway baseline create {model.name} rows.csv</code>
    </>
  ) : model.monitors === 0 ? (
    <>
      Nothing watches it:{' '}
      <Link to="/models/$model/monitors" params={{ model: model.name }}>
        see what its baseline recommends
      </Link>
    </>
  ) : !hasRows ? (
    <>
      No prediction came in this range. Choose another one, or send some:{' '}
      <code>leeway import {model.name} rows.csv --as predictions</code>
    </>
  ) : null;
  return step === null ? null : <p className="next-step">{step}</p>;
}
