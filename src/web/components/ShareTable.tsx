import type { ComparisonWire } from '../../contract/feature-overview.ts';
import { formatDigits } from '../format/number.ts';
import { formatShare, formatShareChange } from '../format/share.ts';

export interface ShareTableProps {
  comparison: ComparisonWire;
  name: string;
}

const NUMBERS = [
  ['mean', 'mean'],
  ['low', '10th percentile'],
  ['median', 'median'],
  ['high', '90th percentile'],
] as const;

const REASONS = [
  ['absent', 'not sent'],
  ['null', 'null'],
  ['nan', 'not a number'],
  ['infinite', 'infinite'],
  ['mismatched', 'of another kind'],
] as const;

/** The numbers behind the bars. */
export function ShareTable({ comparison, name }: ShareTableProps) {
  const { bars, numbers, missing, newValues, against } = comparison;
  const before = against?.kind === 'period' ? 'Other period' : 'Baseline';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable
    <section className="table-scroll" tabIndex={0} aria-label={`Shares of ${name} as a table`}>
      <table className="numbers share-table">
        <caption className="hidden">Shares of {name}</caption>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col">{before}</th>
            <th scope="col">Window</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {numbers !== null &&
            NUMBERS.map(([key, title]) => (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>{show(numbers[key].before)}</td>
                <td>{show(numbers[key].after)}</td>
                <td />
              </tr>
            ))}
          {bars.map((bar) => (
            <tr key={`${bar.kind} ${bar.label}`}>
              <th scope="row">{bar.label}</th>
              <td>{formatShare(bar.before)}</td>
              <td>{formatShare(bar.after)}</td>
              <td>{formatShareChange(bar.before, bar.after)}</td>
            </tr>
          ))}
          {REASONS.filter(
            ([key]) => (missing[key].before ?? 0) + (missing[key].after ?? 0) > 0,
          ).map(([key, title]) => (
            <tr key={key}>
              <th scope="row">missing: {title}</th>
              <td>{formatShare(missing[key].before)}</td>
              <td>{formatShare(missing[key].after)}</td>
              <td>{formatShareChange(missing[key].before, missing[key].after)}</td>
            </tr>
          ))}
          {newValues.map(({ value, share }) => (
            <tr key={`new ${value}`}>
              <th scope="row">new: {value}</th>
              <td>{formatShare(0)}</td>
              <td>{formatShare(share)}</td>
              <td>{formatShareChange(0, share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const show = (value: number | null) => (value === null ? '–' : formatDigits(value));
