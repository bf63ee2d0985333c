import type { ColumnKind } from '../../metrics/profile.ts';
import type { ColumnRole } from '../../monitoring/report/report.ts';

/** A column of the reference, and as what it is compared. */
export interface ReportColumnPlan {
  readonly name: string;
  readonly role: ColumnRole;
  readonly kind: ColumnKind;
  readonly identifier: boolean;
  /** Why it is not compared, or as something a reader would not expect; else empty. */
  readonly note: string;
}
