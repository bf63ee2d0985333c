import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Judgement, LIMITS, medianOf } from './acceptance.ts';
import type { GridCell, Results } from './collect-results.ts';
import type { RunFacts } from './summarize.ts';

const pageFile = fileURLToPath(new URL('../../docs/alarms.md', import.meta.url));

/** The page that users read, from a full run. */
export function writePage(results: Results, judgement: Judgement, facts: RunFacts): void {
  writeFileSync(pageFile, pageOf(results, judgement, facts));
}

export function pageOf(results: Results, judgement: Judgement, facts: RunFacts): string {
  return [
    ...introduction(judgement, facts),
    ...failureLines(judgement),
    ...cellTable('Independent rows', results, 'cell'),
    ...cellTable('Days that differ without drift', results, 'days'),
    ...cellTable('Real days in random order', results, 'real'),
    ...onsetTable(results),
    ...sharpnessTable(results),
    ...shiftTable(results),
    ...peerTables(results),
    '',
  ].join('\n');
}

function introduction(judgement: Judgement, { seed, seconds, quick, absent }: RunFacts): string[] {
  const { falseAlarms, badBaselines, sharpness, worstOnsets, grossShifts } = judgement;
  const { cells, aboveMost, aboveEvery, median, worst } = falseAlarms;
  return [
    '# How often alarms are false',
    '',
    'Written by `npm run bench:alarms`, which simulates models in which nothing drifts and counts what',
    'Leeway says about them. The thresholds are the product’s own, `calibrated`, and so are the',
    'metrics, the profiles, the history of the baseline and the state machine of alerts. No change is',
    'too small to alarm here (effect 0), so every alarm counted is one of chance; with the defaults,',
    'which pass over changes that do not matter, there are fewer.',
    '',
    `${quick ? 'A quick run' : 'A full run'}, seed ${seed}, ${Math.ceil(seconds / 60)} minutes. "×" is observed over granted, 1 is exact, below 1 is silent.`,
    ...(absent.length === 0 ? [] : ['', `Left out, for want of the data: ${absent.join(', ')}.`]),
    '',
    '| Promise | Limit | Observed |',
    '| --- | --- | --- |',
    `| cells above ${LIMITS.mostCells}× | ${100 * LIMITS.exceptedPart} % of ${cells} | ${aboveMost} |`,
    `| cells above ${LIMITS.everyCell}× | none | ${aboveEvery} |`,
    `| median and worst cell | | ${times(median)}, ${times(worst)} |`,
    `| baselines whose own rate is above 2× | ${100 * LIMITS.badBaselines} % | ${percent(badBaselines)} |`,
    `| onsets in a model’s month over the budget | ${LIMITS.onsets}× | ${times(worstOnsets)} |`,
    `| smallest shift found nine times in ten, over that of the oracle, median | ${LIMITS.sharpness}× | ${times(sharpness)} |`,
    `| gross shifts in a segment found on the first day, worst cell | ${percent(LIMITS.grossShifts)} | ${percent(grossShifts.worst)} |`,
    '',
    'A cell counts as above a limit where it lies there beyond the scatter of the simulation: by 2.3',
    'standard errors for the first promise, 3 for the second. A cell found above 1.5× is drawn',
    'again, afresh and more often, and only the second result stands. ± is one standard error. The',
    'oracle knows the law of the data and cuts where exactly the granted part of windows lies beyond.',
    'Days are real ones or differ as real ones do; no change between them is declared to matter by',
    'itself (no critical effect), which would be told whatever the budget. Days on which the hiring of',
    'bicycles stood still for six hours or more are left out: to be told of them is right.',
  ];
}

function failureLines({ failures }: Judgement): string[] {
  if (failures.length === 0) return ['', 'Every promise is kept in this run.'];
  return [
    '',
    '## Broken promises',
    '',
    '| What | Cell | Level | Observed | Limit |',
    '| --- | --- | --- | --- | --- |',
    ...failures.map(
      ({ what, cell, level, observed, limit }) =>
        `| ${what} | ${cell} | ${level ?? ''} | ${observed.toPrecision(3)} | ${limit} |`,
    ),
  ];
}

function cellTable(title: string, { cells }: Results, kind: GridCell['kind']): string[] {
  const own = cells.filter((cell) => cell.kind === kind);
  const names = [...new Set(own.map(({ cell }) => cell))];
  const levels = [...new Set(own.map(({ level }) => level))];
  const at = (name: string, level: number) =>
    own.find((cell) => cell.cell === name && cell.level === level);
  const entry = (cell: GridCell | undefined) => {
    if (cell === undefined) return '';
    const { observed, unbounded, blind } = cell;
    const error = observed.standardError.toFixed(2);
    const note = unbounded ? ', no bound' : blind ? ', blind' : '';
    return `${times(observed.rate)} ± ${error}${note}`;
  };
  return [
    '',
    `## ${title}`,
    '',
    `| Cell | ${levels.map((level) => `at ${level}`).join(' | ')} | Bad baselines | Binds |`,
    `| --- |${levels.map(() => ' --- |').join('')} --- | --- |`,
    ...names.map((name) => {
      const first = at(name, levels[0] ?? 0);
      const bad = Math.max(...levels.map((level) => at(name, level)?.badBaselines ?? 0));
      const told = first?.badBaselines === null ? '' : percent(bad);
      const entries = levels.map((level) => entry(at(name, level))).join(' | ');
      return `| ${name} | ${entries} | ${told} | ${first?.binding ?? ''} |`;
    }),
  ];
}

function onsetTable({ onsets }: Results): string[] {
  return [
    '',
    '## Alarms that begin, in a model’s month',
    '',
    'Twenty columns with two checks each and accuracy, a baseline of four weeks, daily windows, a',
    'budget of one alarm in 30 days; through the state machine to what a person is told.',
    '',
    '| Persistence, effects and days | Onsets in 30 days | Months |',
    '| --- | --- | --- |',
    ...onsets.map(
      ({ cell, perMonth, months }) =>
        `| ${cell} | ${perMonth.rate.toFixed(2)} ± ${perMonth.standardError.toFixed(2)} | ${months} |`,
    ),
  ];
}

function sharpnessTable({ sharpness }: Results): string[] {
  const metrics = [...new Set(sharpness.map(({ cell }) => cell.split(' ')[0] ?? ''))];
  return [
    '',
    '## Sharpness',
    '',
    'At a level of 0.001; the smallest shift found nine times in ten, over that of the oracle.',
    '',
    '| Metric | Median | Worst | Cells |',
    '| --- | --- | --- | --- |',
    ...metrics.map((metric) => {
      const own = sharpness.filter(({ cell }) => cell.startsWith(`${metric} `));
      const ratios = own.map(({ ours, oracle }) => ours / oracle);
      return `| ${metric} | ${times(medianOf(ratios))} | ${times(Math.max(...ratios))} | ${ratios.length} |`;
    }),
  ];
}

function shiftTable({ shifts }: Results): string[] {
  return [
    '',
    '## Gross shifts in small segments',
    '',
    'Fifty segments leave a check about one false alarm in a million windows. Four weeks of 300 rows a',
    'day cannot show what so rare a day is like; what they excuse must not hide a change that anybody',
    'would see. Found on the first day, with the default effects:',
    '',
    '| Shift and days | Found | Models |',
    '| --- | --- | --- |',
    ...shifts.map(({ cell, found, models }) => `| ${cell} | ${percent(found)} | ${models} |`),
  ];
}

function peerTables({ peers }: Results): string[] {
  const groups = new Map<string, Results['peers'][number][]>();
  for (const peer of peers) {
    const rules = peer.rules.map(({ id }) => id).join(' | ');
    groups.set(rules, [...(groups.get(rules) ?? []), peer]);
  }
  return [
    '',
    '## Default rules of others',
    '',
    'False alarms in a hundred windows of one column, by the documented rules on the same data; the',
    'libraries themselves were not run. Evidently tests up to 1,000 reference rows and takes a distance',
    'of 0.1 above; NannyML’s bound is the mean and three deviations of ten parts of the reference (of',
    'its days, where there are days), and claims 0.135; a p-value of 0.05 claims 5. At Leeway’s',
    'default, one alarm in 30 days and twenty columns, a column is granted 0.17.',
    ...[...groups].flatMap(([rules, own]) => [
      '',
      `| Data | ${rules} |`,
      `| --- |${(own[0]?.rules ?? []).map(() => ' --- |').join('')}`,
      ...own.map(
        ({ cell, rules: rates }) =>
          `| ${cell.replace('peers ', '')} | ${rates.map(({ rate }) => (100 * rate).toFixed(1)).join(' | ')} |`,
      ),
    ]),
  ];
}

const times = (ratio: number): string =>
  Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : 'never';
const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
