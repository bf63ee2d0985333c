import { Link } from '@tanstack/react-router';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import { lastPointOf } from '../../contract/series-points.ts';
import { formatDigits } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { describeComparison } from '../format/share.ts';
import { VerdictMark, VerdictShape } from './VerdictMark.tsx';

/** What the column is, and what became of it in one sentence. */
export function FeatureHead({ feature }: { feature: FeatureOverviewWire }) {
  const { comparison, series, name, model } = feature;
  const last = series.map((one) => lastPointOf(one)?.verdict);
  const worst = series[0]?.worst ?? null;
  return (
    <header>
      <p className="question">How did this column change?</p>
      <h1 className="model-name">{name}</h1>
      <p className="answer">
        <VerdictShape verdict={last.find((verdict) => verdict === 'critical') ?? last[0] ?? null} />{' '}
        {comparison === null
          ? `${name} has not been seen yet.`
          : describeComparison(name, comparison)}
      </p>
      <dl className="dimensions">
        <div>
          <dt>Model</dt>
          <dd>
            <Link to="/models/$model" params={{ model: model.name }}>
              {model.name}
            </Link>
          </dd>
        </div>
        {feature.kind !== '' && (
          <div>
            <dt>Kind</dt>
            <dd>{feature.kind}</dd>
          </div>
        )}
        {feature.importance !== null && (
          <div>
            <dt>Importance</dt>
            <dd>{formatDigits(feature.importance * 100)} % of the decision</dd>
          </div>
        )}
        <div>
          <dt>Rows</dt>
          <dd>{nameSegment(feature.segment)}</dd>
        </div>
        <div>
          <dt>Worst of this range</dt>
          <dd>
            <VerdictMark verdict={worst} />
          </dd>
        </div>
      </dl>
    </header>
  );
}
