import { expect, test } from 'vitest';
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
const plan = (draft: Partial<ImportDraftBody> = {}, nowMs = NOW_MS) =>
  readPlan({ fileId: 'fil_1', model: 'm', columns: [], ...draft }, FILE, nowMs);

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
  ['a split that is none', { splitAt: 'soon' }, /ISO 8601/],
  ['a split with nothing before it', { splitAt: SPAN.first }, /No row is before it/],
])('%s is refused', (_, draft, detail) => {
  expect(() => plan(draft)).toThrow(
    expect.objectContaining({ code: 'invalid_import', detail: expect.stringMatching(detail) }),
  );
});
