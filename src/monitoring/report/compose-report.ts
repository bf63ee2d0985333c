import type { OutcomeProfile } from '../../metrics/profile.ts';
import { columnChecks } from './column-checks.ts';
import { type ComparedColumn, judgeColumns } from './judge-columns.ts';
import { worstSeverity } from './judge-metric.ts';
import { judgePerformance } from './judge-performance.ts';
import { type ComparedSegment, judgeSegments } from './judge-segments.ts';
import type { LearntHistory } from './learn-history.ts';
import { rankColumns } from './rank-columns.ts';
import type { Report, ReportColumn, ReportFile } from './report.ts';
import { summarise } from './summarise.ts';

/** Everything that was counted of two files. */
export interface ReportMaterial {
  readonly reference: ReportFile;
  readonly current: ReportFile;
  readonly columns: readonly ComparedColumn[];
  readonly outcomes: {
    readonly reference: OutcomeProfile;
    readonly current: OutcomeProfile;
  } | null;
  readonly segmentColumn: string | null;
  readonly segments: readonly ComparedSegment[];
  readonly history: LearntHistory;
  readonly falseAlarms: number;
  readonly exact: boolean;
  readonly notes: readonly string[];
}

/** Parts of the false alarms that are granted where there are labels, and where there are segments;
 *  the columns have the rest. */
const PERFORMANCE_SHARE = 0.2;
const SEGMENTS_SHARE = 0.2;

/** Judges what was counted and says what matters of it. */
export function composeReport(material: ReportMaterial): Report {
  const { outcomes, segments, history, falseAlarms } = material;
  const toPerformance = outcomes === null ? 0 : PERFORMANCE_SHARE;
  const toSegments = segments.length === 0 ? 0 : SEGMENTS_SHARE;
  const columns = rankColumns(
    judgeColumns(material.columns, {
      level: falseAlarms * (1 - toPerformance - toSegments),
      history: history.of,
    }),
  );
  const performance =
    outcomes === null
      ? []
      : judgePerformance(outcomes.reference, outcomes.current, falseAlarms * toPerformance);
  const judgedSegments = judgeSegments(segments, falseAlarms * toSegments);
  const compared = columns.filter((column) => isCounted(column, columns));
  const draft = {
    reportVersion: 1 as const,
    reference: material.reference,
    current: material.current,
    severity: worstSeverity([
      ...columns.map((one) => one.severity),
      ...performance.map((one) => one.severity),
      ...judgedSegments.map((one) => one.severity),
    ]),
    drifted: compared.filter((column) => column.drifted).length,
    compared: compared.length,
    level: {
      falseAlarms,
      checks:
        material.columns.reduce((sum, one) => sum + columnChecks(one.reference).length, 0) +
        performance.length +
        segments.reduce((sum, one) => sum + one.columns.size, 0),
      daysLearnt: history.periods * history.daysPerPeriod,
      exact: material.exact,
    },
    columns,
    performance,
    segmentColumn: material.segmentColumn,
    segments: judgedSegments,
    notes: material.notes,
  };
  return { ...draft, summary: summarise(draft) };
}

/** Whether a column is one of "5 of 8 columns drifted". The label is the truth and no part of the
 *  model, a decision repeats its score, and of some only whether they are there is judged. */
export function isCounted(
  { role, distribution }: ReportColumn,
  all: readonly ReportColumn[],
): boolean {
  if (distribution === null || role === 'label') return false;
  return role !== 'prediction' || !all.some((column) => column.role === 'score');
}
