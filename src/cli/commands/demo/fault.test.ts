import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFaults, drawFaults, type Fault, type SentFeatures } from './fault.ts';

const AIRPORTS = ['ATL', 'BOS', 'DEN'];
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2001, 4, 10);
const SUMMER_TIME_MS = Date.UTC(2001, 3, 1);

const features = (origin: string): SentFeatures => ({
  origin,
  destination: 'JFK',
  distance: 1000,
  hour: 8,
  hour_band: 'morning',
});
const faults: readonly Fault[] = [
  { column: 'distance', origin: 'BOS' } as const,
  { column: 'hour', origin: 'DEN' } as const,
].map((fault) => ({
  ...fault,
  kind: 'injected',
  startMs: START_MS,
  endMs: START_MS + 5 * DAY_MS,
  description: '',
}));
const sent = (origin: string, departedAtMs: number, id = 0) =>
  applyFaults(faults, features(origin), { id, departedAtMs });

describe('the injected faults', () => {
  it('are the same for the same seed', () => {
    expect(drawFaults(7, AIRPORTS)).toEqual(drawFaults(7, AIRPORTS));
  });

  it('are at two airports, begin at midnights of February to June, and never touch 1 April', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const drawn = drawFaults(seed, AIRPORTS);
        expect(drawn.map((fault) => fault.column)).toEqual(['distance', 'hour']);
        expect(new Set(drawn.map((fault) => fault.origin)).size).toBe(2);
        for (const { origin, startMs, endMs } of drawn) {
          expect(AIRPORTS).toContain(origin);
          expect(startMs % DAY_MS).toBe(0);
          expect(startMs).toBeGreaterThanOrEqual(Date.UTC(2001, 1, 1));
          expect(endMs).toBeLessThanOrEqual(Date.UTC(2001, 6, 1));
          expect(startMs > SUMMER_TIME_MS || endMs <= SUMMER_TIME_MS).toBe(true);
        }
      }),
    );
  });

  it('fall on many days and on every airport', () => {
    const drawn = Array.from({ length: 500 }, (_, seed) => drawFaults(seed, AIRPORTS)).flat();
    expect(new Set(drawn.map((fault) => `${fault.column} ${fault.origin}`)).size).toBe(6);
    expect(new Set(drawn.map((fault) => fault.startMs)).size).toBeGreaterThan(100);
  });

  it.each([
    ['turn miles into kilometres from the first midnight on', 'BOS', 0, 1609],
    ['leave the last minute before it alone', 'BOS', -60_000, 1000],
    ['hold until the last minute', 'BOS', 5 * DAY_MS - 60_000, 1609],
    ['end with the last midnight', 'BOS', 5 * DAY_MS, 1000],
    ['leave other airports alone', 'ATL', 0, 1000],
  ])('%s', (_, origin, offsetMs, expected) => {
    expect(sent(origin, START_MS + offsetMs)).toEqual({ ...features(origin), distance: expected });
  });

  it('lose the hour of three flights in ten, the same ones whenever they are asked', () => {
    const hours = Array.from({ length: 20_000 }, (_, id) => sent('DEN', START_MS, id).hour);
    const missing = hours.filter((hour) => hour === null).length;
    expect(missing / hours.length).toBeCloseTo(0.3, 1);
    expect(hours.map((_, id) => sent('DEN', START_MS, id).hour)).toEqual(hours);
    expect(sent('DEN', START_MS - 1, hours.indexOf(null)).hour).toBe(8);
  });
});
