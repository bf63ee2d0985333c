import { Link } from '@tanstack/react-router';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import { formatDigits } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { describeComparison } from '../format/share.ts';
import { VerdictMark, VerdictShape } from './VerdictMark.tsx';

/** What the column is, and what became of it in one sentence. */
export function FeatureHead({ feature }: { feature: FeatureOverviewWire }) {
  const { comparison, series, name, model } = feature;
  const worst = series[0]?.worst ?? null;
  return (
    <header>
      <p className="question">How did this column change?</p>
      <h1 className="model-name">{name}</h1>
      <p className="answer">
        <VerdictShape verdict={verdictOfWindow(feature)} />{' '}
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

const WORST_FIRST = ['critical', 'error', 'warning', 'info', 'ok'] as const;

/** What the checks said of the window that the sentence is about; null where none looked at it. */
function verdictOfWindow({ series, segment, comparison }: FeatureOverviewWire) {
  const { start = null, end = null } = comparison?.window ?? {};
  if (start === null || end === null) return null;
  const said = series
    .filter((one) => one.segment === segment)
    .map(({ points }) => {
      const at = points.windowStartMs.indexOf(Date.parse(start));
      return points.windowEndMs[at] === Date.parse(end) ? points.verdict[at] : undefined;
    });
  return WORST_FIRST.find((verdict) => said.includes(verdict)) ?? null;
}
