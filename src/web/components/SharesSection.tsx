import type { ComparisonWire } from '../../contract/feature-overview.ts';
import { describeComparison, formatShare } from '../format/share.ts';
import { ShareHistogram } from './ShareHistogram.tsx';
import { ShareRows } from './ShareRows.tsx';
import { ShareTable } from './ShareTable.tsx';

export interface SharesSectionProps {
  comparison: ComparisonWire;
  name: string;
  asTable: boolean;
}

/** Baseline against window, bin by bin. */
export function SharesSection({ comparison, name, asTable }: SharesSectionProps) {
  const { bars, ordered, against, newValues } = comparison;
  const summary = describeComparison(name, comparison);
  const before = against?.kind === 'period' ? 'other period' : 'baseline';
  if (bars.length === 0 || comparison.window.counted === 0) {
    return (
      <section className="panel" aria-label="Shares">
        <p className="muted">
          No prediction of this window was counted. Choose another window, or look whether
          predictions arrive.
        </p>
      </section>
    );
  }
  return (
    <section className="panel" aria-labelledby="shares-title">
      <h2 id="shares-title">
        Shares of the rows <span className="muted">{name}</span>
      </h2>
      <p className="before-after-key" aria-hidden="true">
        {against !== null && (
          <>
            <i className="is-before" /> {before}
          </>
        )}
        <i className="is-after" /> window
        <span className="muted">below or beside: what each gained or lost</span>
      </p>
      {asTable ? (
        <ShareTable comparison={comparison} name={name} />
      ) : ordered ? (
        <ShareHistogram bars={bars} sides={[before, 'window']} summary={summary} />
      ) : (
        <ShareRows bars={bars} summary={summary} />
      )}
      {newValues.length > 0 && !asTable && (
        <p className="new-values">
          New values:{' '}
          {newValues.map(({ value, share }) => `${value} (${formatShare(share)})`).join(', ')}
        </p>
      )}
    </section>
  );
}
