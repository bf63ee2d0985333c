import { useQuery } from '@tanstack/react-query';
import type { ComparedColumnBody, ComparisonQuery } from '../../contract/baseline-history.ts';
import { comparisonQuery } from '../api/baselines.ts';
import { formatShare, formatShareChange } from '../format/share.ts';
import { ShareHistogram } from './ShareHistogram.tsx';
import { ShareRows } from './ShareRows.tsx';

export interface ComparedSharesProps {
  model: string;
  baselineId: string;
  query: ComparisonQuery;
  column: ComparedColumnBody;
  sides: readonly [before: string, after: string];
  asTable: boolean;
}

/** Both distributions of one column, as a chart or as numbers. */
export function ComparedShares(props: ComparedSharesProps) {
  const { model, baselineId, query, column, sides, asTable } = props;
  const { name, sentence } = column;
  // Columns far down the list come without their shares.
  const { data, error, isLoading } = useQuery({
    ...comparisonQuery(model, baselineId, { ...query, column: column.column }),
    enabled: column.shares === null && column.metric !== null,
  });
  const shares = column.shares ?? data?.columns[0]?.shares ?? null;
  const summary = `${name}: ${sentence === '' ? 'nothing that matters is different.' : sentence}`;
  return (
    <div className="compared-shares">
      <h3>{name}</h3>
      <p className="before-after-key" aria-hidden="true">
        <i className="is-before" /> {sides[0]} <i className="is-after" /> {sides[1]}
      </p>
      {shares === null && isLoading ? (
        <span className="skeleton" style={{ width: '100%', height: 160 }} />
      ) : shares === null ? (
        <p className="muted">{error?.message ?? `There are no shares of ${name} to show.`}</p>
      ) : asTable ? (
        <Table name={name} bars={shares.bars} sides={sides} />
      ) : shares.ordered ? (
        <ShareHistogram bars={shares.bars} sides={sides} summary={summary} />
      ) : (
        <ShareRows bars={shares.bars} summary={summary} />
      )}
    </div>
  );
}

interface TableProps {
  name: string;
  bars: NonNullable<ComparedColumnBody['shares']>['bars'];
  sides: readonly [before: string, after: string];
}

function Table({ name, bars, sides }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable
    <section className="table-scroll" tabIndex={0} aria-label={`Shares of ${name} as a table`}>
      <table className="numbers share-table">
        <caption className="hidden">Shares of {name}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{sides[0]}</th>
            <th scope="col">{sides[1]}</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={`${bar.kind} ${bar.label}`}>
              <th scope="row">{bar.label}</th>
              <td>{formatShare(bar.before)}</td>
              <td>{formatShare(bar.after)}</td>
              <td>{formatShareChange(bar.before, bar.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
