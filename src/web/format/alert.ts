import type { AlertBody, AlertNoteBody, AlertStepBody } from '../../contract/alert.ts';
import type { DiagnosisBody } from '../../contract/alert-details.ts';

type CauseKind = NonNullable<DiagnosisBody['cause']>['kind'];
type Binding = NonNullable<DiagnosisBody['certainty']['binding']>;

export const CAUSE_TITLES: Readonly<Record<CauseKind, string>> = {
  missing_data: 'Missing data',
  scale_change: 'Unit or scale changed',
  new_category: 'A value that was never seen',
  shift_of_mix: 'Another mix of segments',
  shift_of_inputs: 'The inputs moved',
  relation_shift: 'Inputs and outcome relate differently',
  shift: 'The distribution moved',
};

/** What a person can go and look at. */
export const CAUSE_STEPS: Readonly<Record<CauseKind, string>> = {
  missing_data: 'Look at what fills this column: a source or a join may have stopped.',
  scale_change: 'Look for a release that changed the unit of this column upstream.',
  new_category: 'Look whether the new value is meant: the model was never trained on it.',
  shift_of_mix: 'Look at where the traffic comes from: the segments themselves are as they were.',
  shift_of_inputs: 'Look at the alerts of the inputs first: performance follows them.',
  relation_shift: 'Look at the labels; if they are right, the model has to learn anew.',
  shift: 'Look at the segments, then at the release notes of whoever sends this column.',
};

export const BINDING_WORDS: Readonly<Record<Binding, string>> = {
  sampling: 'what samples of this size differ by',
  baseline: 'how exactly the baseline itself is known',
  effect: 'the smallest effect that matters',
  history: 'what earlier windows differed by without harm',
  none: 'nothing yet: how it varies is not known',
};

export const STEP_WORDS: Readonly<Record<AlertStepBody['kind'], string>> = {
  opened: 'opened',
  escalated: 'got worse',
  de_escalated: 'got better',
  resolved: 'resolved',
  amended: 'amended by late data',
};

export const NOTE_WORDS: Readonly<Record<AlertNoteBody['kind'], string>> = {
  acknowledged: 'acknowledged',
  unacknowledged: 'given back',
  silenced: 'silenced',
  silence_ended: 'silence over',
};

export const DROP_WORDS: Readonly<Record<NonNullable<AlertStepBody['dropped']>, string>> = {
  silenced: 'it was silenced',
  maintenance: 'there was maintenance',
  acknowledged: 'somebody had acknowledged it',
  no_route: 'no route leads to a channel that is switched on',
};

/** "Missing values of amount"; the metric by its id as long as titles are not known. */
export function titleOfAlert(
  { metric, check, column }: Pick<AlertBody, 'metric' | 'check' | 'column'>,
  metrics: readonly { readonly id: string; readonly title: string }[] = [],
): string {
  const what = metrics.find((one) => one.id === metric)?.title ?? metric ?? check;
  return column === null ? what : `${what} of ${column}`;
}

/** "once in 3,000 windows". */
export function formatChance(level: number): string {
  const windows = Number((1 / level).toPrecision(2));
  return `once in ${windows.toLocaleString('en-US')} windows`;
}
