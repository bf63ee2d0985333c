import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../../../examples/flights/area-under-curve.mjs';
import { hourBandOf, hourOf, isLate } from '../../../../examples/flights/flight.mjs';
import { fitLatenessModel, questionOf } from '../../../../examples/flights/lateness-model.mjs';
import { firstFrom } from '../../../../examples/flights/measure-model.mjs';
import type { Flights } from '../../../../examples/flights/read-flights.mjs';

const AIRPORTS = ['ATL', 'BOS', 'JFK'];

/** Four kinds of 200 flights each; of ten flights of a kind, `late` are late. */
const KINDS = [
  { origin: 0, hour: 8, late: 1, miles: 300 },
  { origin: 0, hour: 18, late: 4, miles: 300 },
  { origin: 1, hour: 8, late: 2, miles: 900 },
  { origin: 1, hour: 18, late: 6, miles: 900 },
];
const each = KINDS.flatMap((kind) => Array.from({ length: 200 }, (_, at) => ({ ...kind, at })));
const january: Flights = {
  count: each.length,
  departedAtMs: Float64Array.from(each, ({ at, hour }) => Date.UTC(2001, 0, 1 + (at % 7), hour)),
  origin: Uint16Array.from(each, ({ origin }) => origin),
  destination: new Uint16Array(each.length).fill(2),
  distanceMiles: Float64Array.from(each, ({ miles }) => miles),
  delayMinutes: Float64Array.from(each, ({ at, late }) =>
    Math.floor(at / 7) % 10 < late ? 40 : 0,
  ),
  airports: AIRPORTS,
};
const model = fitLatenessModel(january, 0, january.count);
const scores = Array.from({ length: january.count }, (_, at) =>
  model.score(questionOf(january, at)),
);
const late = Array.from(january.delayMinutes, isLate);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const ask = (origin: string, hour: number | null) =>
  model.score({ origin, destination: 'JFK', distance: origin === 'ATL' ? 300 : 900, hour });

describe('the lateness model', () => {
  it('gives on the whole as much probability as there were late flights', () => {
    expect(mean(scores)).toBeCloseTo(mean(late.map(Number)), 2);
  });

  it('learns that evenings are later than mornings and Boston later than Atlanta', () => {
    expect(ask('ATL', 18)).toBeGreaterThan(ask('ATL', 8));
    expect(ask('BOS', 18)).toBeGreaterThan(ask('ATL', 18));
    expect(ask('BOS', 18)).toBeCloseTo(0.6, 1);
  });

  it('takes a missing hour for an average one', () => {
    expect(ask('BOS', null)).toBeGreaterThan(ask('BOS', 8));
    expect(ask('BOS', null)).toBeLessThan(ask('BOS', 18));
  });

  it('calls late about as many as were late', () => {
    const called = scores.filter((score) => score > model.decisionThreshold).length;
    expect(called).toBeLessThanOrEqual(late.filter(Boolean).length);
    expect(called).toBeGreaterThan(0);
  });

  it('answers with a probability for an airport and an hour it has never seen', () => {
    const score = model.score({ origin: 'XXX', destination: 'YYY', distance: 500, hour: 3 });
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
  });
});

describe('the area under the curve', () => {
  it.each([
    ['is 1 where every late flight ranks above every other', [0.1, 0.2, 0.8, 0.9], 1],
    ['is 0 where it is the other way round', [0.9, 0.8, 0.2, 0.1], 0],
    ['is a half where all are equal', [0.5, 0.5, 0.5, 0.5], 0.5],
    ['counts a tie as a half', [0.1, 0.5, 0.5, 0.9], 0.875],
  ])('%s', (_, given, expected) => {
    expect(areaUnderCurve(given, [false, false, true, true])).toBe(expected);
  });
});

describe('a flight', () => {
  it.each([
    [0, 'night'],
    [5, 'night'],
    [6, 'morning'],
    [13, 'midday'],
    [14, 'afternoon'],
    [18, 'evening'],
    [23, 'evening'],
  ] as const)('at %i h belongs to the %s', (hour, band) => {
    expect(hourBandOf(hourOf(Date.UTC(2001, 5, 3, hour, 59)))).toBe(band);
  });

  it('is late beyond 15 minutes, not at 15', () => {
    expect([15, 16].map(isLate)).toEqual([false, true]);
  });

  it('is found by its time', () => {
    const sorted = { ...january, departedAtMs: january.departedAtMs.toSorted() };
    const from = firstFrom(sorted, Date.UTC(2001, 0, 4, 8));
    expect(sorted.departedAtMs[from]).toBe(Date.UTC(2001, 0, 4, 8));
    expect(sorted.departedAtMs[from - 1]).toBeLessThan(Date.UTC(2001, 0, 4, 8));
    expect(firstFrom(sorted, Date.UTC(2002, 0))).toBe(january.count);
  });
});
