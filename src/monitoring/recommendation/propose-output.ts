import type { WindowProfile } from '../../metrics/profile.ts';
import type { OutputDeclaration } from '../model/model.ts';
import { DEFAULT_OUTPUT } from '../prediction/prediction.ts';
import { type ColumnKey, decisionColumn, scoreColumn, valueColumn } from '../profile/column-key.ts';
import { weightOfValues } from './describe-values.ts';
import { proposeDrift } from './propose-drift.ts';
import { proposeMissing } from './propose-quality.ts';
import type { ProposedCheck } from './recommendation.ts';

/** Of an output's alarms: how many may be missing answers. */
const MISSING = 0.2;

export interface OutputSubject {
  readonly output: OutputDeclaration;
  readonly onlyOutput: boolean;
  readonly baseline: WindowProfile;
  readonly weight: number;
  readonly rowsPerWindow: number | null;
}

/** Drift of what the model answers, and of the truth where labels are counted: of every column of
 *  the output that the baseline has values of. */
export function proposeOutput(subject: OutputSubject): ProposedCheck[] {
  const { output, baseline, weight, rowsPerWindow } = subject;
  const columns = COLUMNS.flatMap(({ word, key }) => {
    const column = baseline.columns.get(key(output.name));
    if (column === undefined || weightOfValues(column) === 0) return [];
    return [{ column, name: nameOf(word, subject) }];
  });
  return columns.flatMap(({ column, name }) => {
    const own = weight / columns.length;
    const drift = proposeDrift({ column, name, weight: own * (1 - MISSING), rowsPerWindow });
    // A truth that is not there yet is late, not missing.
    if (column.column.startsWith('label:')) return [{ ...drift, weight: own }];
    return [drift, proposeMissing({ column, name, weight: own * MISSING })];
  });
}

const COLUMNS: readonly { word: string; key: (output: string) => ColumnKey }[] = [
  { word: 'score', key: scoreColumn },
  { word: 'decision', key: decisionColumn },
  { word: 'value', key: valueColumn },
  { word: 'label', key: (output) => `label:${output}` },
];

/** As the API takes it. */
function nameOf(word: string, { output, onlyOutput }: OutputSubject): string {
  return onlyOutput || output.name === DEFAULT_OUTPUT ? word : `${word}:${output.name}`;
}
