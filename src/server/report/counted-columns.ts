import { isCounted } from '../../monitoring/report/compose-report.ts';
import type { Report, ReportColumn } from '../../monitoring/report/report.ts';

export interface ColumnsByCount {
  /** Those of "5 of 8 columns drifted". */
  readonly counted: readonly ReportColumn[];
  /** Those that are judged beside them: only whether they are there, the label, and a prediction
   *  that repeats its score. A list that mixes them in is longer than its headline says. */
  readonly others: readonly ReportColumn[];
}

/** The columns of a report by the rule that its headline counts them by. */
export function columnsByCount({ columns }: Pick<Report, 'columns'>): ColumnsByCount {
  return {
    counted: columns.filter((column) => isCounted(column, columns)),
    others: columns.filter((column) => !isCounted(column, columns)),
  };
}
