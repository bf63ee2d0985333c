import { describe, expect, it } from 'vitest';
import { judgeResults } from './acceptance.ts';
import type { GridCell, Results } from './collect-results.ts';

const cell = (rate: number, change: Partial<GridCell> = {}): GridCell => ({
  cell: 'c',
  kind: 'cell',
  level: 0.01,
  observed: { rate, standardError: 0.05 },
  badBaselines: 0.04,
  baselines: 60,
  binding: 'sampling',
  unbounded: false,
  blind: false,
  ...change,
});
const results = (cells: readonly GridCell[], change: Partial<Results> = {}): Results => ({
  cells,
  sharpness: [],
  onsets: [],
  shifts: [],
  peers: [],
  ...change,
});
const good = Array.from({ length: 39 }, () => cell(0.8));
const onset = (rate: number) => ({
  cell: 'o',
  budget: 1,
  months: 10,
  perMonth: { rate, standardError: 0.1 },
});
const sharp = (ours: number) => ({ cell: 's', ours, oracle: 1 });

describe('acceptance', () => {
  it.each([
    ['cells within the grant pass', results(good), []],
    ['one cell of forty above 1.5 is excepted', results([...good, cell(1.8)]), []],
    [
      'too many above 1.5 are not',
      results([...good, cell(1.8), cell(1.8), cell(1.8)]),
      Array(3).fill('false alarms, most cells'),
    ],
    [
      'a gross shift that is missed fails',
      results(good, { shifts: [{ cell: 'g', found: 0.5, models: 40 }] }),
      ['gross shifts found'],
    ],
    [
      'one that chance misses does not',
      results(good, { shifts: [{ cell: 'g', found: 0.85, models: 40 }] }),
      [],
    ],
    ['one above 2 fails', results([...good, cell(2.3)]), ['false alarms, every cell']],
    [
      'an excess within chance does not',
      results([...good, cell(2.3, { observed: { rate: 2.3, standardError: 0.4 } })]),
      [],
    ],
    [
      'silence for want of a bound fails',
      results([...good, cell(0, { unbounded: true })]),
      ['no bound'],
    ],
    [
      'a cell with many bad baselines fails',
      results([...good, cell(0.5, { badBaselines: 0.3 })]),
      ['bad baselines'],
    ],
    [
      'more than a twentieth of all baselines fails',
      results(good.map((one) => ({ ...one, badBaselines: 0.06 }))),
      ['bad baselines'],
    ],
    ['onsets above 1.5 budgets fail', results(good, { onsets: [onset(1.9)] }), ['onsets']],
    ['onsets within do not', results(good, { onsets: [onset(1.4)] }), []],
    [
      'a blunt median fails',
      results(good, { sharpness: [sharp(1), sharp(2), sharp(3)] }),
      ['sharpness'],
    ],
    ['one blunt cell does not', results(good, { sharpness: [sharp(1), sharp(1.2), sharp(3)] }), []],
  ])('%s', (_, given, failures) => {
    expect(judgeResults(given).failures.map(({ what }) => what)).toEqual(failures);
  });
});
