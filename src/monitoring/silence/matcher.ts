/** What a matcher can ask about an alert. */
export const LABEL_NAMES = [
  'model',
  'environment',
  'monitor',
  'check',
  'metric',
  'column',
  'segment',
  'severity',
] as const;
export type LabelName = (typeof LABEL_NAMES)[number];

/** An alert as matchers see it. Empty where it has no such thing: no column, the whole model. */
export type Labels = Readonly<Record<LabelName, string>>;

/** Longest first, so that `=~` is not read as `=`. */
export const OPERATORS = ['=~', '!~', '!=', '='] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Matcher {
  readonly label: LabelName;
  readonly operator: Operator;
  readonly value: string;
}

export const MAXIMUM_VALUE_LENGTH = 500;

/** Port: regular expressions whose matching takes time linear in the text, whatever they are.
 *  An expression has to fit the whole text. */
export interface Patterns {
  compile(
    expression: string,
  ): { readonly fits: (text: string) => boolean } | { readonly fault: string };
}

/** Reads `column=~"inc.*"`: a label, an operator and a value, in quotes where it begins with one.
 *  What is wrong is said in words. */
export function parseMatcher(
  text: string,
  patterns: Patterns,
): Matcher | { readonly fault: string } {
  const found = /^\s*([A-Za-z]+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s.exec(text);
  if (found === null) {
    return { fault: 'A matcher is a label, one of = != =~ !~ and a value, such as model=churn.' };
  }
  const [, name = '', operator = '=', written = ''] = found;
  const label = LABEL_NAMES.find((one) => one === name);
  if (label === undefined) {
    return { fault: `There is no label ${name}; there are ${LABEL_NAMES.join(', ')}.` };
  }
  const value = written.startsWith('"') ? unquote(written) : written;
  if (value === null) return { fault: `The quotes of ${written} do not close where it ends.` };
  if (value.length > MAXIMUM_VALUE_LENGTH) {
    return { fault: `A value has at most ${MAXIMUM_VALUE_LENGTH} characters.` };
  }
  const matcher: Matcher = { label, operator: operator as Operator, value };
  if (!isPattern(matcher)) return matcher;
  const compiled = patterns.compile(value);
  return 'fault' in compiled ? compiled : matcher;
}

/** The one way to write a matcher, which is read back as the same. */
export const formatMatcher = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${quote(value)}`;

export const isPattern = ({ operator }: Pick<Matcher, 'operator'>): boolean =>
  operator === '=~' || operator === '!~';

const quote = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;

function unquote(written: string): string | null {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(written)?.[1];
  if (inner === undefined) return null;
  // A backslash that escapes nothing else stands for itself: expressions are full of them.
  return inner.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}
