import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFault, drawFault } from './fault.ts';
import type { Flight } from './flight.ts';
import { featuresOf } from './lateness-model.ts';

const AIRPORTS = ['ATL', 'BOS', 'DEN'];

const flight = (origin: string, departedAtMs: number): Flight => ({
  flightId: 'flight-1',
  departedAtMs,
  origin,
  destination: 'JFK',
  distanceMiles: 1000,
  arrivalDelayMinutes: 0,
});

const distanceUnder = (origin: string, at: (fault: ReturnType<typeof drawFault>) => number) => {
  const fault = { ...drawFault(1, AIRPORTS), origin: 'BOS' };
  const one = flight(origin, at(fault));
  return applyFault(fault, one, featuresOf(one)).distance;
};

describe('the injected fault', () => {
  it('is the same for the same seed', () => {
    expect(drawFault(7, AIRPORTS)).toEqual(drawFault(7, AIRPORTS));
  });

  it('never begins on 1 April, and always at a midnight of February to June', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { startMs, origin } = drawFault(seed, AIRPORTS);
        expect(AIRPORTS).toContain(origin);
        expect(startMs).not.toBe(Date.UTC(2001, 3, 1));
        expect(startMs % 86_400_000).toBe(0);
        expect(startMs).toBeGreaterThanOrEqual(Date.UTC(2001, 1, 1));
        expect(startMs).toBeLessThan(Date.UTC(2001, 6, 1));
      }),
    );
  });

  it('falls on many days and on every airport', () => {
    const drawn = Array.from({ length: 500 }, (_, seed) => drawFault(seed, AIRPORTS));
    expect(new Set(drawn.map((fault) => fault.origin)).size).toBe(AIRPORTS.length);
    expect(new Set(drawn.map((fault) => fault.startMs)).size).toBeGreaterThan(60);
  });

  it.each([
    ['turns miles into kilometres from its first midnight on', 'BOS', 0, 1609],
    ['leaves the last minute before it alone', 'BOS', -60_000, 1000],
    ['holds until its last minute', 'BOS', 7 * 86_400_000 - 60_000, 1609],
    ['ends after a week', 'BOS', 7 * 86_400_000, 1000],
    ['leaves other airports alone', 'ATL', 0, 1000],
  ])('%s', (_, origin, offsetMs, expected) => {
    expect(distanceUnder(origin, (fault) => fault.startMs + offsetMs)).toBe(expected);
  });
});
