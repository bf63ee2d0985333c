import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { type HeatCell, wordOf } from '../charts/heat-cells.ts';

export interface HeatMapRowProps {
  model: string;
  columnName: string;
  cells: readonly (HeatCell | undefined)[];
  /** Span of the cell that is read; null in all rows but one, which are not drawn again. */
  active: number | null;
}

export const HeatMapRow = memo(function HeatMapRow(props: HeatMapRowProps) {
  const { model, columnName, cells, active } = props;
  return (
    <tr>
      <th scope="row" title={columnName}>
        <Link to="/models/$model/features/$feature" params={{ model, feature: columnName }}>
          {columnName}
        </Link>
      </th>
      {cells.map((cell, span) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a cell is
          key={span}
          className={`heat-${cell?.verdict ?? 'none'}${active === span ? ' is-active' : ''}`}
          aria-label={wordOf(cell)}
        />
      ))}
    </tr>
  );
});
