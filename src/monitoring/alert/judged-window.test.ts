import { expect, it } from 'vitest';
import { foldAlerts } from './fold-alerts.ts';
import { judgedWindow } from './judged-window.ts';

const rules = {
  persistence: { violations: 1, windows: 1 },
  resolveAfter: 1,
  opensOnNoData: false,
  closures: [],
};

const bad = judgedWindow(1, { verdict: 'critical', reason: null });

it.each([
  ['a value back within a blind bound', { verdict: 'insufficient_data', reason: 'blind' }, 2],
  ['too few rows', { verdict: 'insufficient_data', reason: 'too_few_rows' }, null],
  ['a value within a bound that sees', { verdict: 'ok', reason: null }, 2],
  ['no result at all', undefined, null],
] as const)('%s ends an alert, or does not', (_, result, resolvedWindowMs) => {
  expect(foldAlerts([bad, judgedWindow(2, result)], rules)).toMatchObject([{ resolvedWindowMs }]);
});

it('a blind bound raises no alert', () => {
  const blind = { verdict: 'insufficient_data', reason: 'blind' } as const;
  expect(foldAlerts([judgedWindow(1, blind)], rules)).toEqual([]);
});
