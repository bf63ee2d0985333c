import { describe, expect, it } from 'vitest';
import type { Flight } from './flight.ts';
import { isLate } from './flight.ts';
import { featuresOf, fitLatenessModel } from './lateness-model.ts';

/** Late in `late` of ten flights, hour by hour. */
function flightsAt(origin: string, hour: number, late: number, miles: number): Flight[] {
  return Array.from({ length: 200 }, (_, index) => ({
    flightId: `${origin}-${hour}-${index}`,
    departedAtMs: Date.UTC(2001, 0, 1 + (index % 7), hour),
    origin,
    destination: 'JFK',
    distanceMiles: miles,
    arrivalDelayMinutes: Math.floor(index / 7) % 10 < late ? 40 : 0,
  }));
}

const january = [
  ...flightsAt('ATL', 8, 1, 300),
  ...flightsAt('ATL', 18, 4, 300),
  ...flightsAt('BOS', 8, 2, 900),
  ...flightsAt('BOS', 18, 6, 900),
];
const model = fitLatenessModel(january);
const scoreOf = (flight: Flight) => model.score(featuresOf(flight));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('the lateness model', () => {
  it('gives on the whole as much probability as there were late flights', () => {
    const late = january.filter(isLate).length / january.length;
    expect(mean(january.map(scoreOf))).toBeCloseTo(late, 2);
  });

  it('learns that evenings are later than mornings and Boston later than Atlanta', () => {
    const at = (origin: string, hour: number) =>
      mean(flightsAt(origin, hour, 0, origin === 'ATL' ? 300 : 900).map(scoreOf));
    expect(at('ATL', 18)).toBeGreaterThan(at('ATL', 8));
    expect(at('BOS', 18)).toBeGreaterThan(at('ATL', 18));
    expect(at('BOS', 18)).toBeCloseTo(0.6, 1);
  });

  it('calls late about as many as were late', () => {
    const called = january.filter((flight) => scoreOf(flight) > model.decisionThreshold).length;
    expect(called / january.length).toBeLessThanOrEqual(
      january.filter(isLate).length / january.length,
    );
  });

  it('answers with a probability for an airport and an hour it has never seen', () => {
    const score = model.score({
      origin: 'XXX',
      destination: 'YYY',
      distance: 500,
      hour: 3,
    });
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
  });
});
