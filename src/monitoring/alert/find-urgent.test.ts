import { describe, expect, it } from 'vitest';
import { findUrgent, type OpenAlert, priorityOf } from './find-urgent.ts';

const alert = (alertId: string, metric: string, change: Partial<OpenAlert> = {}): OpenAlert => ({
  alertId,
  metric,
  segment: '',
  severity: 'critical',
  ...change,
});
const drift = (change: Partial<OpenAlert> = {}) =>
  alert('drift', 'population_stability_index', change);
const missing = (change: Partial<OpenAlert> = {}) => alert('missing', 'missing_ratio', change);
const accuracy = (change: Partial<OpenAlert> = {}) => alert('accuracy', 'accuracy', change);
const volume = alert('volume', 'volume');
const inAtlanta = { segment: 'origin=ATL' };
const inBoston = { segment: 'origin=BOS' };

describe('findUrgent', () => {
  it.each([
    ['drift alone is not', [drift(), missing()], {}],
    ['nor a drop alone', [accuracy()], {}],
    ['both outrank either', [drift(), accuracy()], { drift: ['accuracy'], accuracy: ['drift'] }],
    [
      'quality counts as data',
      [missing(), accuracy({ severity: 'warning' })],
      { missing: ['accuracy'], accuracy: ['missing'] },
    ],
    [
      'several make one urgent',
      [drift(), missing(), accuracy()],
      { drift: ['accuracy'], missing: ['accuracy'], accuracy: ['drift', 'missing'] },
    ],
    ['the traffic of a service is no data of it', [volume, accuracy()], {}],
    [
      'a segment belongs to the whole',
      [drift(inAtlanta), accuracy()],
      { drift: ['accuracy'], accuracy: ['drift'] },
    ],
    [
      'and to itself',
      [drift(inAtlanta), accuracy(inAtlanta)],
      { drift: ['accuracy'], accuracy: ['drift'] },
    ],
    ['and to no other', [drift(inAtlanta), accuracy(inBoston)], {}],
    ['what is worth a line is not worth two', [drift({ severity: 'info' }), accuracy()], {}],
    ['a metric that is gone is of no family', [alert('gone', 'none'), accuracy()], {}],
  ])('%s', (_, alerts, expected) => {
    expect(Object.fromEntries(findUrgent(alerts))).toEqual(expected);
    expect(Object.fromEntries(findUrgent([...alerts].reverse()))).toEqual(expected);
  });

  it('names no more than help', () => {
    const storm = Array.from({ length: 500 }, (_, i) => ({ ...drift(), alertId: `a${i}` }));
    const urgent = findUrgent([...storm, accuracy()]);
    expect(urgent.size).toBe(501);
    expect(urgent.get('accuracy')).toHaveLength(20);
  });

  it('one is enough', () => {
    expect([priorityOf([]), priorityOf(['other'])]).toEqual(['normal', 'urgent']);
  });
});
