import { describe, expect, it } from 'vitest';
import type { AlertBody } from '../../../contract/alert.ts';
import type { Fault } from './fault.ts';
import { judgeDetection } from './summary.ts';

const fault: Fault = {
  kind: 'injected',
  column: 'distance',
  origin: 'STL',
  startMs: Date.UTC(2001, 4, 10),
  endMs: Date.UTC(2001, 4, 17),
  description: '',
};

const alert = (change: Partial<AlertBody>): AlertBody => ({
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
});

describe('the fault counts as found', () => {
  it.each<[sentence: string, change: Partial<AlertBody>, detected: boolean, late: number | null]>([
    ['if it is alarmed in its first full day', {}, true, 0],
    ['not if the alarm came a day later', { openedWindow: '2001-05-11T00:00:00Z' }, false, 1],
    ['not if it had been firing before', { openedWindow: '2001-05-09T00:00:00Z' }, false, null],
    ['not if it came when all was over', { openedWindow: '2001-05-17T00:00:00Z' }, false, null],
    ['not on another column', { column: 'hour' }, false, null],
    ['not at another airport', { segment: 'origin=ATL' }, false, null],
    ['not on the whole model alone', { segment: '' }, false, null],
    ['not if nobody was told', { historical: true }, false, null],
    ['not if it was taken back', { withdrawn: true }, false, null],
  ])('%s', (_, change, detected, late) => {
    expect(judgeDetection(fault, [alert(change)])).toMatchObject({ detected, windowsLate: late });
  });

  it('by the first of several alarms', () => {
    const later = alert({ openedWindow: '2001-05-13T00:00:00Z' });
    const judged = judgeDetection(fault, [later, alert({ value: 2 })]);
    expect(judged).toMatchObject({ detected: true, firstAlarm: { value: 2 } });
  });

  it('and is said to be missing where there are no alarms', () => {
    expect(judgeDetection(fault, [])).toMatchObject({ detected: false, firstAlarm: null });
  });
});
