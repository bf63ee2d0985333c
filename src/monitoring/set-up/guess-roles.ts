import type { InferredColumn } from '../baseline/infer-columns.ts';
import type { ColumnObservation } from '../baseline/observe-columns.ts';
import type { ColumnRole, TimeSpan } from './table-guess.ts';

/** A column as the rules see it. */
export interface RoleSubject {
  readonly inferred: InferredColumn;
  readonly seen: ColumnObservation;
  readonly time: TimeSpan | null;
}

export interface RoleGuess {
  readonly role: ColumnRole;
  readonly reason: string;
}

/** Names are compared as words between underscores, whatever their case. */
const wordsOf = (name: string): string =>
  `_${name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')}_`.replace(/_+/g, '_');

const TIME = /_(time|timestamp|ts|datetime|date|at|when)_$|^_(time|timestamp|ts|datetime|date)_/;
const LATER = /_(label|labell?ed|truth|updated|modified|resolved|birth|expiry|expires|due)_/;
const ID = /^_((prediction|request|inference|row|event|trace|record)_)?(id|uuid|guid|key)_$/;
const SCORE = /_(score|scores|prob|proba|probability|confidence|likelihood)_|^_p_$/;
const ANSWER = /_(decision|decided|prediction|predicted|predict|pred|preds|yhat|y_hat|y_pred)_/;
const TRUTH = /_(label|target|truth|actual|actuals|outcome|ground_truth|y_true|observed)_|^_y_$/;
const WEIGHT = /_(sample|row|importance|case)_weights?_/;
const LATENCY = /_(latency|latency_ms|response_time|duration_ms|elapsed_ms)_/;
const VERSION = /^_(model_)?(version|revision)_$/;
const INDEX = /^_(unnamed_\d+|index|level_0|row|row_number|rownum)_$/;

const MOST_CLASSES = 50;
const SEGMENTS = { least: 2, most: 12, columns: 1 } as const;

/** What every column is, one rule after the other; what none of them takes is a feature. */
export function guessRoles(subjects: readonly RoleSubject[]): ReadonlyMap<string, RoleGuess> {
  const roles = new Map<string, RoleGuess>();
  const left = () => subjects.filter((one) => !roles.has(one.inferred.name));
  const give = (subject: RoleSubject | undefined, role: ColumnRole, reason: string) => {
    if (subject !== undefined) roles.set(subject.inferred.name, { role, reason });
  };
  const named = (pattern: RegExp) => (subject: RoleSubject) =>
    pattern.test(wordsOf(subject.inferred.name));

  for (const subject of left()) {
    if (subject.seen.values === 0) give(subject, 'ignore', 'no row of the sample has a value');
  }
  giveTime(left(), give, named);
  for (const subject of left().filter(named(INDEX))) {
    if (isUnique(subject)) give(subject, 'ignore', 'numbers the rows, as tools that export do');
  }
  const ids = left().filter((one) => isUnique(one) && one.seen.fractions === 0);
  const id = ids.find(named(ID)) ?? ids.find((one) => one.inferred.identifier);
  give(id, 'predictionId', 'every row has a value of its own');

  give(
    left().find((one) => named(WEIGHT)(one) && one.seen.min > 0 && isNumeric(one)),
    'weight',
    'numbers above 0 under the name of a weight',
  );
  give(
    left().find((one) => named(LATENCY)(one) && isNumeric(one) && one.seen.min >= 0),
    'latency',
    'numbers under the name of a latency',
  );
  give(
    left().find((one) => named(VERSION)(one) && one.seen.counts.size <= MOST_CLASSES),
    'version',
    'a few values under the name of a version',
  );
  giveAnswers(left, give, named);
  for (const subject of left()) {
    if (subject.inferred.identifier) {
      give(subject, 'ignore', 'names rows instead of describing them: nothing to compare');
    } else if (subject.time !== null && subject.inferred.kind === 'text') {
      give(subject, 'ignore', 'dates: every window has new ones, so they are not compared');
    }
  }
  const dimensions = left().filter(canBeSegment);
  for (const subject of dimensions.slice(0, SEGMENTS.columns)) {
    give(
      subject,
      'segment',
      `a feature of ${subject.seen.counts.size} values that return: each can be watched by itself`,
    );
  }
  for (const subject of left()) {
    give(subject, 'feature', subject.inferred.kind === 'text' ? 'text' : 'describes the row');
  }
  return roles;
}

type Give = (subject: RoleSubject | undefined, role: ColumnRole, reason: string) => void;
type Named = (pattern: RegExp) => (subject: RoleSubject) => boolean;

function giveTime(subjects: readonly RoleSubject[], give: Give, named: Named): void {
  const moments = subjects.filter((one) => one.time !== null);
  const own = moments.filter((one) => !named(LATER)(one));
  const byName = own.find(named(TIME));
  if (byName !== undefined) {
    give(byName, 'time', 'moments under the name of a time');
    return;
  }
  // Numbers are moments only where the name says so.
  const dates = own.filter((one) => one.seen.dates > 0);
  give(
    dates[0],
    'time',
    dates.length === 1 ? 'the only column of moments' : 'the first column of moments',
  );
}

function giveAnswers(left: () => RoleSubject[], give: Give, named: Named): void {
  const score = left().find((one) => named(SCORE)(one) && isShare(one));
  give(score, 'score', 'fractions from 0 to 1 under the name of a score');
  const decision = left().find((one) => named(ANSWER)(one) && isClass(one));
  give(decision, 'decision', `${decision?.seen.counts.size} classes under the name of an answer`);
  const value = decision === undefined ? left().find((one) => named(ANSWER)(one)) : undefined;
  if (value !== undefined && isNumeric(value)) {
    if (score === undefined && isShare(value)) {
      give(value, 'score', 'fractions from 0 to 1 under the name of a prediction');
    } else if (score === undefined) {
      give(value, 'value', 'numbers under the name of a prediction');
    }
  }
  const isAnswered = score !== undefined || decision !== undefined;
  const truth =
    left().find((one) => named(TRUTH)(one) && (isClass(one) || isNumeric(one))) ??
    left().find((one) => decision !== undefined && hasClassesOf(one, decision));
  if (truth === undefined) return;
  const why = named(TRUTH)(truth)
    ? 'named like the truth'
    : `has the same values as ${decision?.inferred.name}`;
  give(truth, 'label', isAnswered || value !== undefined ? why : `${why}; no column is an answer`);
}

const isNumeric = ({ inferred }: RoleSubject) => inferred.kind === 'numeric';
const isShare = (one: RoleSubject) =>
  isNumeric(one) && one.seen.min >= 0 && one.seen.max <= 1 && one.seen.fractions > 0;
const isUnique = ({ seen }: RoleSubject) => seen.values > 1 && seen.counts.size === seen.values;

/** A few values that return. */
const isClass = ({ inferred, seen }: RoleSubject) =>
  seen.counts.size >= 2 &&
  seen.counts.size <= MOST_CLASSES &&
  seen.counts.size < seen.values / 2 &&
  seen.fractions === 0 &&
  (inferred.kind !== 'numeric' || seen.counts.size <= 20) &&
  inferred.kind !== 'embedding';

const hasClassesOf = (one: RoleSubject, other: RoleSubject) =>
  isClass(one) &&
  one.inferred.kind !== 'numeric' &&
  [...one.seen.counts.keys()].every((value) => other.seen.counts.has(value));

const canBeSegment = ({ inferred, seen }: RoleSubject) =>
  (inferred.kind === 'categorical' || inferred.kind === 'boolean') &&
  seen.counts.size >= SEGMENTS.least &&
  seen.counts.size <= SEGMENTS.most &&
  seen.counts.size < seen.values / 20;
