import { ID, INDEX, isNamed, LATENCY, LATER, TIME, VERSION, WEIGHT } from './column-names.ts';
import {
  canBeSegment,
  type Give,
  isNumeric,
  isUnique,
  MOST_CLASSES,
  type RoleSubject,
} from './column-shape.ts';
import { giveAnswers } from './guess-answers.ts';
import type { ColumnRole } from './table-guess.ts';
import { describeBrokenNumbers, describeUnreadTime } from './unread-values.ts';

export interface RoleGuess {
  readonly role: ColumnRole;
  readonly reason: string;
}

const SEGMENT_COLUMNS = 1;

/** What every column is, one rule after the other; what none of them takes is a feature. */
export function guessRoles(
  subjects: readonly RoleSubject[],
  rows: readonly Readonly<Record<string, unknown>>[],
): ReadonlyMap<string, RoleGuess> {
  const roles = new Map<string, RoleGuess>();
  const left = () => subjects.filter((one) => !roles.has(one.inferred.name));
  const give: Give = (subject, role, reason) => {
    if (subject !== undefined) roles.set(subject.inferred.name, { role, reason });
  };
  const named = (pattern: RegExp) => (subject: RoleSubject) =>
    isNamed(subject.inferred.name, pattern);

  for (const subject of left()) {
    if (subject.seen.values === 0) give(subject, 'ignore', 'no row of the sample has a value');
  }
  giveTime(left(), give, named);
  for (const subject of left()) {
    const unread = describeUnreadTime(subject);
    if (unread !== null) give(subject, 'ignore', unread);
  }
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
  giveAnswers(left, give, rows);
  for (const subject of left()) {
    const broken = describeBrokenNumbers(subject);
    if (subject.inferred.identifier) {
      const why = 'names rows instead of describing them: nothing to compare';
      give(subject, 'ignore', broken === null ? why : `not compared: ${broken}`);
    } else if (subject.time !== null && subject.inferred.kind === 'text') {
      give(subject, 'ignore', 'dates: every window has new ones, so they are not compared');
    }
  }
  const dimensions = left().filter(canBeSegment);
  for (const subject of dimensions.slice(0, SEGMENT_COLUMNS)) {
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
