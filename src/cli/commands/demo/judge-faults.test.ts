import { describe, expect, it } from 'vitest';
import type { Fault } from './fault.ts';
import { judgeFault, judgeQuiet, type RecordedAlert } from './judge-faults.ts';

const fault: Fault = {
  kind: 'injected',
  column: 'distance',
  origin: 'STL',
  startMs: Date.UTC(2001, 4, 10),
  endMs: Date.UTC(2001, 4, 17),
  description: '',
};

const step = (
  kind: 'opened' | 'escalated' | 'resolved',
  window: string,
  severity: RecordedAlert['severity'],
) => ({
  kind,
  reason: '',
  severity,
  window,
  revision: 0,
  notified: true,
  dropped: null,
  droppedBy: null,
  explanation: '',
  occurredAt: window,
});

const alert = (change: Partial<RecordedAlert>): RecordedAlert => {
  const whole = {
    alertId: 'alt_1',
    model: 'flight-lateness',
    monitorId: 'mon_1',
    monitor: '',
    check: 'psi',
    metric: 'population_stability_index',
    column: 'distance',
    segment: 'origin=STL',
    state: 'resolved',
    severity: 'critical',
    historical: false,
    withdrawn: false,
    openedWindow: '2001-05-10T00:00:00.000Z',
    lastWindow: '2001-05-16T00:00:00.000Z',
    resolvedWindow: '2001-05-17T00:00:00.000Z',
    value: 1.2,
    warning: null,
    critical: 0.25,
    n: 440,
    m: 13_500,
    acknowledgedAt: null,
    acknowledgedBy: null,
    explanation: '',
    ...change,
  } as RecordedAlert;
  return { ...whole, steps: change.steps ?? [step('opened', whole.openedWindow, whole.severity)] };
};

describe('a fault counts as found', () => {
  it.each<
    [sentence: string, change: Partial<RecordedAlert>, detected: boolean, late: number | null]
  >([
    ['if it is alarmed in its first full day', {}, true, 0],
    ['if it is alarmed in an hour of that day', { openedWindow: '2001-05-10T07:00:00Z' }, true, 0],
    ['not if the alarm came a day later', { openedWindow: '2001-05-11T00:00:00Z' }, false, 1],
    ['not if it had been firing before', { openedWindow: '2001-05-09T00:00:00Z' }, false, null],
    ['not if it came when all was over', { openedWindow: '2001-05-17T00:00:00Z' }, false, null],
    ['not on another column', { column: 'hour' }, false, null],
    ['not at another airport', { segment: 'origin=ATL' }, false, null],
    ['not on the whole model alone', { segment: '' }, false, null],
    ['not if nobody was told', { historical: true }, false, null],
    ['not if it was only worth a note', { severity: 'info' }, false, null],
    ['not if it was taken back', { withdrawn: true }, false, null],
  ])('%s', (_, change, detected, late) => {
    expect(judgeFault(fault, [alert(change)])).toMatchObject({ detected, daysLate: late });
  });

  it('and is told as it was told on that day, not as it ended', () => {
    const opened = step('opened', '2001-05-10T00:00:00.000Z', 'critical');
    const over = alert({
      explanation: 'It is over.',
      steps: [
        { ...opened, explanation: 'It began.' },
        step('resolved', '2001-05-17T00:00:00.000Z', 'critical'),
      ],
    });
    expect(judgeFault(fault, [over]).firstAlarm?.explanation).toBe('It began.');
  });

  it.each([
    ['flares up that day', '2001-05-10T00:00:00Z', true],
    ['goes on as it was', null, false],
    ['flares up a day later', '2001-05-11T00:00:00Z', false],
  ])('where a warning of the days before %s: %s', (_, escalated, detected) => {
    const openedWindow = '2001-05-09T00:00:00Z';
    const opened = step('opened', openedWindow, 'warning');
    const steps =
      escalated === null ? [opened] : [opened, step('escalated', escalated, 'critical')];
    expect(judgeFault(fault, [alert({ openedWindow, steps })]).detected).toBe(detected);
  });

  it('by the first of several alarms', () => {
    const later = alert({ openedWindow: '2001-05-13T00:00:00Z' });
    const judged = judgeFault(fault, [later, alert({ value: 2 })]);
    expect(judged).toMatchObject({ detected: true, firstAlarm: { value: 2 } });
  });

  it.each<[sentence: string, other: Partial<RecordedAlert>, ranking: readonly string[]]>([
    ['a column that is further beyond its bound', { value: 2.5 }, ['score', 'distance']],
    ['not one that is less so', { value: 0.3 }, ['distance', 'score']],
    ['not one that only warns', { value: 9, severity: 'warning' }, ['distance', 'score']],
    ['not one of the next day', { value: 9, openedWindow: '2001-05-11T00:00:00Z' }, ['distance']],
  ])('unless another column outranks it: %s', (_, other, ranking) => {
    const judged = judgeFault(fault, [alert({ column: 'score', ...other }), alert({})]);
    expect(judged.ranking).toEqual(ranking);
    expect(judged.detected).toBe(ranking[0] === 'distance');
  });

  it('and is said to be missing where there are no alarms', () => {
    expect(judgeFault(fault, [])).toMatchObject({ detected: false, firstAlarm: null, ranking: [] });
  });
});

describe('critical alerts on days without a fault', () => {
  const period = { startMs: Date.UTC(2001, 4, 1), endMs: Date.UTC(2001, 5, 1) };
  const quiet = (alerts: readonly RecordedAlert[]) => judgeQuiet([fault], alerts, period);

  it('are counted over those days only', () => {
    const outside = alert({ openedWindow: '2001-05-09T00:00:00Z', segment: 'origin=BOS' });
    expect(quiet([alert({}), outside])).toMatchObject({
      modelDays: 24,
      criticalAlerts: 1,
      per30ModelDays: 1.25,
      alerts: [{ segment: 'origin=BOS' }],
    });
  });

  it.each([
    ['a warning', { severity: 'warning' }],
    ['history', { historical: true }],
    ['what was taken back', { withdrawn: true }],
  ] as const)('leave out %s', (_, change) => {
    expect(quiet([alert({ openedWindow: '2001-05-03T00:00:00Z', ...change })]).criticalAlerts).toBe(
      0,
    );
  });

  it('begin where they became critical, not where they began to warn', () => {
    const openedWindow = '2001-05-09T00:00:00Z';
    const opened = step('opened', openedWindow, 'warning');
    const within = step('escalated', '2001-05-10T00:00:00Z', 'critical');
    expect(quiet([alert({ openedWindow, steps: [opened, within] })]).criticalAlerts).toBe(0);
  });

  it('count again where they come back', () => {
    const again = ['2001-05-03', '2001-05-05'].map((day) =>
      step('opened', `${day}T00:00:00Z`, 'critical'),
    );
    const judged = quiet([alert({ openedWindow: '2001-05-03T00:00:00Z', steps: again })]);
    expect(judged).toMatchObject({ criticalAlerts: 2, onsets: 2 });
    expect(judged.alerts).toHaveLength(1);
  });

  it('begin together where one evaluation brought them', () => {
    const may = (day: string, column: string) =>
      alert({ openedWindow: `2001-05-${day}T00:00:00Z`, column });
    expect(quiet([may('03', 'hour'), may('03', 'score'), may('04', 'hour')]).onsets).toBe(2);
  });
});
