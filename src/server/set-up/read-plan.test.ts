import { describe, expect, test } from 'vitest';
import type { FileBody } from '../../contract/file.ts';
import type { ImportDraftBody } from '../../contract/import.ts';
import { readPlan } from './read-plan.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const SPAN = {
  first: '2026-03-01T00:00:00.000Z',
  last: '2026-03-31T00:00:00.000Z',
  split: '2026-03-20T00:00:00.000Z',
};
const column = (name: string, role: FileBody['columns'][number]['role'], time = false) => ({
  name,
  role,
  roleReason: '',
  kind: 'numeric' as const,
  kindReason: '',
  distinct: 1,
  missingRatio: 0,
  categories: [],
  time: time ? SPAN : null,
});
const withValues = (one: ReturnType<typeof column>, ...categories: string[]) => ({
  ...one,
  kind: 'categorical' as const,
  categories,
});
const FILE: FileBody = {
  fileId: 'fil_1',
  name: 'rows.csv',
  format: 'csv',
  bytes: 1,
  rows: 1,
  badRowCount: 0,
  badRows: [],
  preview: [],
  keptUntil: SPAN.last,
  output: { task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes', reason: '' },
  columns: [
    column('time', 'time', true),
    column('other', 'feature', true),
    column('p', 'score'),
    column('y', 'label'),
    column('city', 'segment'),
    column('x', 'feature'),
    column('junk', 'ignore'),
  ],
};
const plan = (draft: Partial<ImportDraftBody> = {}, nowMs = NOW_MS, file = FILE) =>
  readPlan({ fileId: 'fil_1', model: 'm', columns: [], ...draft }, file, nowMs);
const fileOf = (...columns: FileBody['columns']): FileBody => ({
  ...FILE,
  columns: [column('time', 'time', true), ...columns],
});

test('what nobody said is as it was guessed', () => {
  expect(plan()).toMatchObject({
    splitMs: Date.parse(SPAN.split),
    replay: true,
    monitors: true,
    baselineOnly: false,
    mapping: { time: 'time', score: 'p', label: 'y', exclude: ['junk'] },
    model: {
      clock: 'replay',
      segmentBy: ['city'],
      outputs: [{ task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
    },
  });
});

test('rows of yesterday are live, those of a file that is only a baseline wait for live ones', () => {
  expect(plan({}, Date.parse(SPAN.last) + 3_600_000)).toMatchObject({ replay: false });
  expect(plan({ splitAt: null })).toMatchObject({ baselineOnly: true, model: { clock: 'wall' } });
});

test('a file of its own for the baseline leaves all rows to be sent', () => {
  expect(plan({ baselineFileId: 'fil_2' })).toMatchObject({
    splitMs: null,
    baselineOnly: false,
    sentFromMs: Date.parse(SPAN.first),
  });
});

test('a label without a task, once somebody says that there is none, is refused', () => {
  expect(() => plan({ output: null })).toThrow('cannot be imported');
  expect(
    plan({
      output: null,
      columns: [
        { name: 'p', role: 'feature' },
        { name: 'y', role: 'ignore' },
      ],
    }).model.outputs,
  ).toEqual([]);
});

test.each([
  ['America/New_York', '2026-03-20T04:00:00.000Z'],
  ['Asia/Tokyo', '2026-03-19T15:00:00.000Z'],
  ['UTC', SPAN.split],
])('days of %s are parted where they begin', (timeZone, expected) => {
  expect(plan({ timeZone }).splitMs).toBe(Date.parse(expected));
  const asked = '2026-03-20T12:00:00Z';
  expect(plan({ timeZone, splitAt: asked }).splitMs).toBe(Date.parse(asked));
});

test('a time zone that there is not is refused', () => {
  expect(() => plan({ timeZone: 'Europe/Berln' })).toThrow('no such time zone');
});

test('a score that is no probability is noted, but for those that are missing', () => {
  const withScores = (...scores: string[]) => ({
    ...FILE,
    preview: scores.map((score) => FILE.columns.map(({ name }) => (name === 'p' ? score : 'x'))),
  });
  const notesOf = (...scores: string[]) => plan({}, NOW_MS, withScores(...scores)).notes;
  expect(notesOf('0', '0.5', '', '1', '1e-3')).toEqual([]);
  for (const strange of ['38410', '-0.1', 'high', 'NaN']) {
    expect(notesOf('0.5', strange)).toEqual([
      expect.stringMatching(`p holds values such as "${strange}", and a score is a probability`),
    ]);
  }
  const regression = { output: { task: 'regression' as const }, columns: [] };
  const value = fileOf(column('p', 'value'));
  expect(plan(regression, NOW_MS, { ...value, preview: [['', '38410']] }).notes.join()).not.toMatch(
    'probability',
  );
});

test.each<[string, Partial<ImportDraftBody>, RegExp]>([
  ['a column that is not there', { columns: [{ name: 'z', role: 'label' }] }, /no column "z"/],
  ['two columns of one role', { columns: [{ name: 'x', role: 'score' }] }, /Two columns are score/],
  [
    'no time for what is sent',
    { columns: [{ name: 'time', role: 'ignore' }], splitAt: SPAN.split },
    /No column has the role time/,
  ],
  [
    'a time that is none',
    {
      columns: [
        { name: 'time', role: 'ignore' },
        { name: 'x', role: 'time' },
      ],
      splitAt: SPAN.split,
    },
    /holds no times/,
  ],
  [
    'a time that is none, though nothing would be sent',
    {
      columns: [
        { name: 'time', role: 'ignore' },
        { name: 'x', role: 'time' },
      ],
    },
    /holds no times/,
  ],
  ['a split that is none', { splitAt: 'soon' }, /ISO 8601/],
  ['a split with nothing before it', { splitAt: SPAN.first }, /No row is before 20/],
  [
    'a split with nothing after it',
    { splitAt: '2027-01-01' },
    /No row is from 2027-01-01 on: the last/,
  ],
  [
    'a split of a file that has a baseline of its own',
    { baselineFileId: 'fil_2', splitAt: SPAN.split },
    /is not parted/,
  ],
  [
    'a positive class that is none',
    { output: { task: 'binary', classes: ['no', 'yes'], positiveClass: 'maybe' } },
    /maybe is not among the classes no, yes/,
  ],
  ['a score of a regression', { output: { task: 'regression' } }, /p is a score/],
])('%s is refused', (_, draft, detail) => {
  expect(() => plan(draft)).toThrow(
    expect.objectContaining({ code: 'invalid_import', detail: expect.stringMatching(detail) }),
  );
});

test('seconds are told from milliseconds by name and example', () => {
  const file = {
    ...fileOf(column('at', 'feature')),
    preview: [[SPAN.first, '1767225600']],
  };
  const columns = [
    { name: 'time', role: 'ignore' as const },
    { name: 'at', role: 'time' as const },
  ];
  expect(() => plan({ columns }, NOW_MS, file)).toThrow(
    expect.objectContaining({
      detail: expect.stringMatching(/at holds no times: 1767225600 looks like seconds .*ISO 8601/),
    }),
  );
});

describe('classes', () => {
  const decision = withValues(column('decision', 'decision'), 'no', 'yes');
  const detailOf = (...columns: FileBody['columns']) => {
    try {
      return plan({}, NOW_MS, fileOf(...columns)).notes;
    } catch (error) {
      return (error as { detail: string }).detail;
    }
  };

  test('that no truth is of are refused, with both and what to do', () => {
    const detail = detailOf(decision, withValues(column('is_fraud', 'label'), '0', '1'));
    expect(detail).toContain('is_fraud holds 0, 1, but the classes are no, yes');
    expect(detail).toContain('--exclude decision or --exclude is_fraud');
  });

  test('that some truths are not of are noted', () => {
    expect(detailOf(decision, withValues(column('y', 'label'), 'no', 'yes', 'NA'))).toEqual([
      'y also holds NA, but the classes are no, yes.',
    ]);
  });

  test('go with the columns: without the decision they are those of the truth', () => {
    const file = fileOf(decision, withValues(column('is_fraud', 'label'), '0', '1'));
    const columns = [{ name: 'decision', role: 'ignore' as const }];
    expect(plan({ columns }, NOW_MS, file).model.outputs).toEqual([
      { task: 'binary', classes: ['0', '1'], positiveClass: '1' },
    ]);
  });

  test('stay without a truth, and that there is none is noted', () => {
    expect(detailOf(decision)).toEqual([
      expect.stringContaining('No column was taken for the truth'),
    ]);
  });

  test('that do not go with the task are not dropped in silence', () => {
    const output = { task: 'multiclass', classes: ['no', 'yes'], positiveClass: 'yes' } as const;
    expect(plan({ output }).model.outputs).toEqual([output]);
  });
});

test('a file of which much cannot be read says so', () => {
  const file = {
    ...FILE,
    rows: 99,
    badRowCount: 19_901,
    badRows: [{ rowNumber: 100, message: 'a quote', raw: '' }],
  };
  expect(plan({}, NOW_MS, file).notes).toEqual([
    '19,901 of 20,000 rows cannot be read and are left out. Row 100: a quote.',
  ]);
});
