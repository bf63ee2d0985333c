import { ANSWER, CHANCE_OF_EVENT, isNamed, SCORE } from './column-names.ts';
import {
  type Give,
  isClass,
  isFlag,
  isNumeric,
  isShare,
  type RoleSubject,
  sharesValues,
} from './column-shape.ts';
import { guessTruth } from './guess-truth.ts';

/** The columns of the model's answers, and the one of what came true. */
export function giveAnswers(
  left: () => readonly RoleSubject[],
  give: Give,
  rows: readonly Readonly<Record<string, unknown>>[],
): void {
  const named = (pattern: RegExp) => (one: RoleSubject) => isNamed(one.inferred.name, pattern);
  const shares = left().filter(isShare);
  const score = shares.find(named(SCORE)) ?? shares.find(named(CHANCE_OF_EVENT));
  give(score, 'score', 'fractions from 0 to 1 under the name of a score');
  const decision = left().find((one) => named(ANSWER)(one) && isClass(one));
  give(decision, 'decision', `${decision?.seen.counts.size} classes under the name of an answer`);
  const value = decision === undefined ? left().find(named(ANSWER)) : undefined;
  if (value !== undefined && isNumeric(value) && score === undefined) {
    if (isShare(value)) {
      give(value, 'score', 'fractions from 0 to 1 under the name of a prediction');
    } else {
      give(value, 'value', 'numbers under the name of a prediction');
    }
  }
  const truth = guessTruth(left(), decision, rows);
  if (truth === undefined) return;
  const isAnswered = score !== undefined || decision !== undefined || value !== undefined;
  const why = isAnswered ? truth.reason : `${truth.reason}; no column is an answer`;
  give(truth.column, 'label', why);
  if (score === undefined || decision === undefined || !isFlag(truth.column)) return;
  if (sharesValues(truth.column, decision)) return;
  // The score can be held against the truth, the decision cannot.
  give(
    decision,
    'feature',
    `${valuesOf(decision)} cannot be held against the ${valuesOf(truth.column)} of ${truth.column.inferred.name}: compared like a feature`,
  );
}

const SHOWN = 5;

const valuesOf = ({ seen }: RoleSubject): string =>
  [...seen.counts.keys()].sort().slice(0, SHOWN).join(', ') +
  (seen.counts.size > SHOWN ? ', …' : '');
