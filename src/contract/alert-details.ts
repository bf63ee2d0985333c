import type { Diagnosis } from '../monitoring/diagnosis/diagnosis.ts';
import type { AlertBody, AlertNameBody, AlertNoteBody, AlertStepBody } from './alert.ts';

export type DiagnosisBody = Diagnosis;

/** One alert with what is behind it and what happened to it, as `ALERT_WITH_STEPS_SCHEMA` has it. */
export interface AlertDetailsBody extends AlertBody {
  readonly urgentAlerts: readonly AlertNameBody[];
  readonly diagnosis: DiagnosisBody | null;
  readonly steps: readonly AlertStepBody[];
  readonly notes: readonly AlertNoteBody[];
}
