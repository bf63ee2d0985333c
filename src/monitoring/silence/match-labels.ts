import { isPattern, LABEL_NAMES, type Labels, type Matcher, type Patterns } from './matcher.ts';

/** Whether an alert has everything that is asked for. A label that it does not have is empty, as
 *  Alertmanager has it: `column=""` is true of an alert about no column. */
export function matchLabels(
  matchers: readonly Matcher[],
  labels: Labels,
  patterns: Patterns,
): boolean {
  return matchers.every((matcher) => holds(matcher, labels[matcher.label], patterns));
}

const NOTHING = Object.fromEntries(LABEL_NAMES.map((name) => [name, ''])) as Labels;

/** Whether matchers ask for nothing that an alert has to have, and so would mute everything by
 *  an oversight. Everything is muted on purpose by `model=~".+"`. */
export const asksForNothing = (matchers: readonly Matcher[], patterns: Patterns): boolean =>
  matchers.every((matcher) => holds(matcher, NOTHING[matcher.label], patterns));

function holds(matcher: Matcher, text: string, patterns: Patterns): boolean {
  const { operator, value } = matcher;
  const negated = operator === '!=' || operator === '!~';
  if (!isPattern(matcher)) return (text === value) !== negated;
  const compiled = patterns.compile(value);
  // What cannot be read mutes nothing, whichever way it was asked.
  return 'fits' in compiled && compiled.fits(text) !== negated;
}
