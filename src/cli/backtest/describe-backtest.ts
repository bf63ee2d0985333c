import type { BacktestBody, BacktestVerdict } from '../../contract/backtest.ts';

/** Worst first: of several windows in one place of the timeline the worst shows. */
const WORST_FIRST = [
  'critical',
  'warning',
  'error',
  'info',
  'no_data',
  'insufficient_data',
  'ok',
] as const satisfies readonly BacktestVerdict[];

const MARKS: Readonly<Record<BacktestVerdict, string>> = {
  ok: '.',
  info: 'i',
  warning: 'w',
  critical: 'C',
  no_data: ' ',
  insufficient_data: '?',
  error: 'E',
};

const TIMELINE_WIDTH = 72;
const TIMELINES_SHOWN = 20;
const ALERTS_SHOWN = 50;

/** What a backtest found, for people: how many alerts against the budget, which, and a line of
 *  marks for every check that was ever bad. */
export function describeBacktest(body: BacktestBody): string {
  return [...head(body), ...alertLines(body), ...timelines(body)].join('\n');
}

function head(body: BacktestBody): string[] {
  const { windows, windowsWithoutRows, onsets, complete } = body;
  const period = `${body.from.slice(0, 16)}Z to ${body.to.slice(0, 16)}Z`;
  const empty = windowsWithoutRows === 0 ? '' : `, ${windowsWithoutRows} of them without rows`;
  const lines = [
    `${body.monitor} on ${body.model}: ${count(windows.length, 'window')} of ${body.cadence}, ${period}${empty}`,
    `${count(onsets.all, 'window')} would have raised alerts; ${onsets.calibrated} by calibrated checks, where the budget grants ${count(Number(onsets.granted.toPrecision(2)), 'false alarm')}`,
  ];
  return complete
    ? lines
    : [...lines, 'Time was up before the last window: ask for a shorter period.'];
}

function alertLines({ alerts }: BacktestBody): string[] {
  if (alerts.length === 0) return ['', 'No alerts.'];
  const lines = alerts
    .slice(0, ALERTS_SHOWN)
    .flatMap((alert) => [
      `${alert.severity.padEnd(8)} ${alert.from.slice(0, 16)}Z to ${alert.to === null ? 'the end' : `${alert.to.slice(0, 16)}Z`}${alert.told ? '' : ' (nobody told)'}`,
      `         ${alert.explanation}`,
    ]);
  const more = alerts.length - ALERTS_SHOWN;
  return [
    '',
    ...lines,
    ...(more > 0 ? [`… and ${count(more, 'alert')} more (--json has all)`] : []),
  ];
}

function timelines({ checks, alerts }: BacktestBody): string[] {
  const alerted = new Set(alerts.map((alert) => alert.checkId));
  const bad = checks.filter((check) => alerted.has(check.id));
  if (bad.length === 0) return [];
  const shown = bad.slice(0, TIMELINES_SHOWN);
  const width = Math.max(...shown.map((check) => check.id.length));
  const more = bad.length - shown.length;
  return [
    '',
    ...shown.map(({ id, verdicts }) => `${id.padEnd(width)} |${timelineOf(verdicts)}|`),
    ...(more > 0 ? [`… and ${count(more, 'check')} more`] : []),
    'C critical, w warning, i info, . ok, ? too little data, blank none',
  ];
}

/** A mark for every window, or the worst of several where there is no room for each. */
export function timelineOf(verdicts: readonly (BacktestVerdict | null)[]): string {
  const places = Math.min(TIMELINE_WIDTH, verdicts.length);
  return Array.from({ length: places }, (_, place) => {
    const from = Math.floor((place * verdicts.length) / places);
    const to = Math.floor(((place + 1) * verdicts.length) / places);
    const here = verdicts.slice(from, to);
    const worst = WORST_FIRST.find((verdict) => here.includes(verdict));
    return worst === undefined ? ' ' : MARKS[worst];
  }).join('');
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
