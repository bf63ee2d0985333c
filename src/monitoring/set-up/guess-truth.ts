import { EVENT, INPUT, isNamed, TRUTH } from './column-names.ts';
import { hasValuesOf, isClass, isFlag, isNumeric, type RoleSubject } from './column-shape.ts';

type Row = Readonly<Record<string, unknown>>;

export interface GuessedTruth {
  readonly column: RoleSubject;
  readonly reason: string;
}

/** Words that half the columns of a table have: sharing them with the decision says nothing. */
const COMMON_WORD = /^(0|1|yes|no|y|n|true|false|t|f)$/i;
/** Cohen's kappa of a model that is of some use; inputs of a model agree with it by less. What comes
 *  after the answers is hardly an input, so a weak model will do. */
const LEAST_AGREEMENT = { before: 0.3, after: 0.1 } as const;

/** The column that says what came true: by its name, else by saying what the decision says. */
export function guessTruth(
  left: readonly RoleSubject[],
  decision: RoleSubject | undefined,
  rows: readonly Row[],
): GuessedTruth | undefined {
  const named = (pattern: RegExp) => (one: RoleSubject) => isNamed(one.inferred.name, pattern);
  const events = left.filter((one) => named(EVENT)(one) && isFlag(one));
  const byName =
    left.find((one) => named(TRUTH)(one) && (isClass(one) || isNumeric(one))) ??
    events.find((one) => decision !== undefined && hasValuesOf(one, decision)) ??
    // Whoever writes a table puts the truth at its end.
    events.at(-1);
  if (byName !== undefined) return { column: byName, reason: 'named like the truth' };
  if (decision === undefined) return undefined;
  const alike = left.filter((one) => isClass(one) && hasValuesOf(one, decision));
  const telling = alike.find((one) => !hasCommonWords(one)) ?? mostAgreeing(alike, decision, rows);
  if (telling === undefined) return undefined;
  return { column: telling, reason: `has the same values as ${decision.inferred.name}` };
}

const hasCommonWords = (one: RoleSubject) =>
  isNumeric(one) || [...one.seen.counts.keys()].every((value) => COMMON_WORD.test(value));

function mostAgreeing(
  alike: readonly RoleSubject[],
  decision: RoleSubject,
  rows: readonly Row[],
): RoleSubject | undefined {
  const names = Object.keys(rows[0] ?? {});
  const answersAt = names.indexOf(decision.inferred.name);
  return alike
    .filter((one) => !isNamed(one.inferred.name, INPUT))
    .map((one) => ({ one, kappa: agreement(rows, one.inferred.name, decision.inferred.name) }))
    .filter(({ one, kappa }) => {
      const side = names.indexOf(one.inferred.name) > answersAt ? 'after' : 'before';
      return kappa >= LEAST_AGREEMENT[side];
    })
    .sort((a, b) => b.kappa - a.kappa)[0]?.one;
}

/** How much more often two columns say the same than chance would have it: Cohen's kappa. */
function agreement(rows: readonly Row[], one: string, other: string): number {
  const pairs = rows
    .map((row) => [wordOf(row[one]), wordOf(row[other])] as const)
    .filter(([a, b]) => a !== '' && b !== '');
  const share = (count: number) => count / pairs.length;
  const same = share(pairs.filter(([a, b]) => a === b).length);
  const byChance = [...new Set(pairs.map(([a]) => a))].reduce(
    (sum, word) =>
      sum +
      share(pairs.filter(([a]) => a === word).length) *
        share(pairs.filter(([, b]) => b === word).length),
    0,
  );
  return byChance >= 1 ? 0 : (same - byChance) / (1 - byChance);
}

const wordOf = (value: unknown) => String(value ?? '').trim();
