import { useQuery } from '@tanstack/react-query';
import type { BaselineBody } from '../../contract/baseline.ts';
import type { BaselineComparisonBody, ComparisonQuery } from '../../contract/baseline-history.ts';
import { wordsFor } from '../api/api-problem.ts';
import { comparisonQuery } from '../api/baselines.ts';
import { formatDigits } from '../format/number.ts';
import { formatWindow } from '../format/time.ts';
import type { BaselinesSearch } from '../search.ts';
import { Choice } from './AlertFilters.tsx';
import { ComparedShares } from './ComparedShares.tsx';
import { ComparedTable } from './ComparedTable.tsx';

export interface ComparisonSectionProps {
  model: string;
  baselines: readonly BaselineBody[];
  search: BaselinesSearch;
  timeZone: string;
  asTable: boolean;
  onTables: () => void;
  onChange: (search: BaselinesSearch) => void;
}

const LATEST = '';

/** How two baselines differ, or a baseline and the last seven days. */
export function ComparisonSection(props: ComparisonSectionProps) {
  const { model, baselines, search, timeZone, asTable, onChange } = props;
  const before =
    baselines.find((one) => one.baselineId === search.before) ??
    baselines.find((one) => one.active && one.version === null) ??
    baselines[0];
  const after = baselines.find((one) => one.baselineId === search.after);
  const query: ComparisonQuery = after === undefined ? {} : { with: after.baselineId };
  const { data, error } = useQuery(comparisonQuery(model, before?.baselineId, query));
  const chosen =
    data?.columns.find((one) => one.name === search.column) ??
    data?.columns.find((one) => one.shares !== null);
  const named = (one: BaselineBody) =>
    [one.baselineId, one.active ? `${one.name} (in use)` : one.name] as const;
  const { column: _, ...pair } = search;
  return (
    <section className="panel" aria-labelledby="comparison-title">
      <h2 id="comparison-title">How they differ</h2>
      <search className="filters">
        <Choice
          label="From"
          id="compare-before"
          value={before?.baselineId ?? ''}
          options={baselines.map(named)}
          onChange={(value) => onChange({ ...pair, before: value })}
        />
        <Choice
          label="To"
          id="compare-after"
          value={after?.baselineId ?? LATEST}
          options={[
            [LATEST, 'the last seven days'],
            ...baselines.filter((one) => one !== before).map(named),
          ]}
          onChange={(value) => {
            const { after: _after, ...rest } = pair;
            onChange(value === LATEST ? rest : { ...rest, after: value });
          }}
        />
        <button
          type="button"
          className="quiet"
          aria-pressed={asTable}
          aria-keyshortcuts="t"
          onClick={props.onTables}
        >
          Tables <kbd>t</kbd>
        </button>
      </search>
      {error !== null && (
        <p className="muted" role="status">
          {wordsFor(error)}
        </p>
      )}
      {data === undefined && error === null && (
        <p role="status">
          <span className="skeleton" style={{ width: '100%', height: 240 }}>
            Comparing
          </span>
        </p>
      )}
      {data !== undefined && (
        <>
          <p className="comparison-answer">{describe(data, timeZone)}</p>
          {chosen !== undefined && (
            <ComparedShares
              model={model}
              baselineId={before?.baselineId ?? ''}
              query={query}
              column={chosen}
              sides={[data.before.name, data.after.name || 'the period']}
              asTable={asTable}
            />
          )}
          <ComparedTable
            columns={data.columns}
            chosen={chosen?.name ?? null}
            onChoose={(column) => onChange({ ...search, column })}
          />
        </>
      )}
    </section>
  );
}

function describe(
  { before, after, drifted, compared, notes }: BaselineComparisonBody,
  zone: string,
) {
  const period =
    after.from === null || after.to === null
      ? ''
      : formatWindow(Date.parse(after.from), Date.parse(after.to), zone);
  const other = after.kind === 'baseline' ? `“${after.name}”` : period;
  const columns =
    drifted === 0
      ? `None of ${compared} columns of ${other} differs`
      : `${drifted} of ${compared} columns of ${other} ${drifted === 1 ? 'differs' : 'differ'}`;
  const rows = `${formatDigits(after.rows)} rows against ${formatDigits(before.rows)}`;
  return [`${columns} from “${before.name}” by more than chance: ${rows}.`, ...notes].join(' ');
}
