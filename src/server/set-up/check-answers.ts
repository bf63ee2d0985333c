import type { FileBody } from '../../contract/file.ts';
import type { OutputDraftBody } from '../../contract/model.ts';
import { ANSWER, isNamed } from '../../monitoring/set-up/column-names.ts';
import type { OutputColumn } from '../../monitoring/set-up/guess-output.ts';
import { refuseImport } from './refuse-import.ts';

const SHOWN = 5;

/** Refuses answers and truths that the output of the model cannot hold, and notes what of them will
 *  be of no use. */
export function checkAnswers(
  output: OutputDraftBody | null,
  columns: readonly OutputColumn[],
): readonly string[] {
  const of = (role: OutputColumn['role']) => columns.filter((one) => one.role === role);
  if (output === null) return [];
  const notes = of('label').length > 0 ? [] : [NO_TRUTH];
  if (output.task === 'regression') {
    for (const role of ['decision', 'score', 'value', 'label'] as const) {
      for (const column of of(role)) requireNumbers(column);
    }
    return notes;
  }
  const { classes = [], positiveClass = null } = output;
  const answers = [...of('decision'), ...of('label')];
  for (const column of answers) notes.push(...checkClasses(column, classes, answers));
  if (positiveClass !== null && classes.length > 0 && !classes.includes(positiveClass)) {
    throw refuseImport(
      'output',
      `The positive class ${positiveClass} is not among the classes ${list(classes)}.`,
    );
  }
  for (const column of [...of('feature'), ...of('segment')]) {
    if (!isNamed(column.name, ANSWER) || outside(column, classes).length === 0) continue;
    notes.push(
      `${column.name} is named like an answer, but holds ${list(column.categories)}, and the classes are ${list(classes)}: it is only compared like a feature. Written in the words of the classes, it can be the decision.`,
    );
  }
  return notes;
}

/** Of what somebody calls a score, by the first rows: others than probabilities are counted by no
 *  metric of scores. */
export function noteScores(
  { columns, preview }: Pick<FileBody, 'columns' | 'preview'>,
  name: string | null,
  output: OutputDraftBody | null,
): readonly string[] {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0 || output === null || output.task === 'regression') return [];
  const strange = preview.map((row) => row[at] ?? '').find((value) => !isProbability(value));
  if (strange === undefined) return [];
  return [
    `${name} holds values such as ${JSON.stringify(strange)}, and a score is a probability from 0 to 1: rows with another one have no part in ROC AUC, log loss and other metrics of scores.`,
  ];
}

/** None at all is missing, and counted as that. */
const isProbability = (value: string): boolean =>
  value.trim() === '' || (Number(value) >= 0 && Number(value) <= 1);

const NO_TRUTH =
  'No column was taken for the truth, so performance is not watched: the role label (--label) names it.';

function requireNumbers({ name, role, kind, categories }: OutputColumn): void {
  if (role === 'decision' || role === 'score') {
    throw refuseImport(
      'output',
      `A regression answers with a number, and ${name} is a ${role}: give ${name} the role value (--value ${name}), or leave it out.`,
    );
  }
  if (kind === 'numeric') return;
  throw refuseImport(
    'output',
    `${name} ${categories.length === 0 ? 'holds text' : `holds ${list(categories)}`}, and a regression is about numbers: say another task (--task), or leave it out (--exclude).`,
  );
}

function checkClasses(
  column: OutputColumn,
  classes: readonly string[],
  answers: readonly OutputColumn[],
): readonly string[] {
  const { name, categories } = column;
  const unknown = outside(column, classes);
  if (unknown.length === 0) return [];
  if (unknown.length < categories.length) {
    return [`${name} also holds ${list(unknown)}, but the classes are ${list(classes)}.`];
  }
  const other = answers.find((one) => one !== column && outside(one, classes).length === 0);
  const remedy =
    other === undefined
      ? 'Name the classes as the column has them (--classes), or leave it out (--exclude).'
      : `Write both in the same words, or leave one of them out: --exclude ${other.name} or --exclude ${name}, the role ignore.`;
  throw refuseImport(
    'output',
    `${name} holds ${list(categories)}, but the classes are ${list(classes)}, so it would never be one of them. ${remedy}`,
  );
}

const outside = ({ categories }: OutputColumn, classes: readonly string[]): readonly string[] =>
  classes.length === 0 ? [] : categories.filter((value) => !classes.includes(value));

const list = (values: readonly string[]): string =>
  values.slice(0, SHOWN).join(', ') + (values.length > SHOWN ? ', …' : '');
