import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRe2Patterns } from '../../adapters/silence/re2-patterns.ts';
import { asksForNothing, matchLabels } from './match-labels.ts';
import {
  formatMatcher,
  LABEL_NAMES,
  type Labels,
  type Matcher,
  OPERATORS,
  parseMatcher,
} from './matcher.ts';

const patterns = createRe2Patterns();

const ALERT: Labels = {
  model: 'churn',
  environment: 'production',
  monitor: 'daily "watch"',
  check: 'missing_ratio(income)',
  metric: 'missing_ratio',
  column: 'income',
  segment: '',
  severity: 'warning',
};

function read(text: string): Matcher {
  const matcher = parseMatcher(text, patterns);
  if ('fault' in matcher) throw new Error(matcher.fault);
  return matcher;
}

describe('a matcher', () => {
  test.each<[string, boolean]>([
    ['model=churn', true],
    ['model = churn', true],
    ['model="churn"', true],
    ['model=Churn', false],
    ['model!=churn', false],
    ['model!=fraud', true],
    ['column=~"inc.*"', true],
    ['column=~inc', false],
    ['column=~"(?i)INCOME"', true],
    ['column=~"income|age"', true],
    ['column!~"inc.*"', false],
    ['column!~"age|zip"', true],
    ['segment=""', true],
    ['segment=', true],
    ['segment!=""', false],
    ['segment!~".+"', true],
    ['severity=critical', false],
    ['monitor="daily \\"watch\\""', true],
    ['check=~"missing_ratio\\(.*\\)"', true],
    ['environment=production', true],
  ])('%s is %s of the alert', (text, expected) => {
    expect(matchLabels([read(text)], ALERT, patterns)).toBe(expected);
  });

  it('has to hold together with the others', () => {
    const both = (second: string) =>
      matchLabels([read('model=churn'), read(second)], ALERT, patterns);
    expect(both('severity=warning')).toBe(true);
    expect(both('severity=critical')).toBe(false);
  });

  test.each([
    ['', /label/],
    ['churn', /label/],
    ['owner=ann', /no label owner; there are model/],
    ['model==churn', null],
    ['model="churn', /quotes/],
    ['model="churn" x', /quotes/],
    ['column=~"("', /cannot be read/],
    ['column=~"(a)\\1"', /cannot be read/],
    ['column=~"(?=a)"', /cannot be read/],
    ['column=~"((a{30}){30}){30}"', /repeat|too large/],
    [`model=${'x'.repeat(501)}`, /at most 500/],
  ])('%s is refused with words', (text, fault) => {
    const read = parseMatcher(text, patterns);
    if (fault === null) expect(read).toMatchObject({ value: '=churn' });
    else expect(read).toEqual({ fault: expect.stringMatching(fault) });
  });

  it('is written in one way, and read back as the same', () => {
    const matchers = fc.record({
      label: fc.constantFrom(...LABEL_NAMES),
      operator: fc.constantFrom(...OPERATORS.filter((one) => !one.includes('~'))),
      value: fc.string({ unit: fc.constantFrom(...'ab ü"\\\n\t=~!{é'), maxLength: 40 }),
    });
    fc.assert(
      fc.property(matchers, (matcher) => {
        expect(parseMatcher(formatMatcher(matcher), patterns)).toEqual(matcher);
      }),
    );
    const expression = { label: 'column', operator: '=~', value: 'a\\.b|"c\\"d\\\\n' } as const;
    expect(read(formatMatcher(expression))).toEqual(expression);
  });

  test.each(['(a+)+$', '(a|a)*b', '(.*a){12}', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$'])(
    '%s, which stalls other engines, is answered at once',
    (value) => {
      const matcher = read(`column=~"${value}"`);
      const labels = { ...ALERT, column: `${'a'.repeat(5_000)}!` };
      const startedMs = performance.now();
      matchLabels([matcher], labels, patterns);
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    },
  );
});

describe('matchers that ask for nothing', () => {
  test.each<[string[], boolean]>([
    [['segment=""'], true],
    [['severity!=critical'], true],
    [['column=~".*"', 'segment=""'], true],
    [['column!~".+"'], true],
    [['model=~".+"'], false],
    [['severity!=critical', 'model=churn'], false],
  ])('%s: %s', (texts, expected) => {
    expect(asksForNothing(texts.map(read), patterns)).toBe(expected);
  });
});
