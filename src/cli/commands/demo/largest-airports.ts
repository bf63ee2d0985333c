import type { Flights } from '../../../../examples/flights/read-flights.mjs';

/** The busiest origins among the first `count` flights, the busiest first. */
export function largestAirports(flights: Flights, count: number, atMost: number): string[] {
  const departures = new Map<string, number>();
  for (let at = 0; at < count; at += 1) {
    const origin = flights.airports[flights.origin[at] ?? -1] ?? '';
    departures.set(origin, (departures.get(origin) ?? 0) + 1);
  }
  return [...departures]
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'en'))
    .slice(0, atMost)
    .map(([airport]) => airport);
}

/** The flights from these airports only. */
export function flightsFrom(flights: Flights, airports: readonly string[]): Flights {
  const wanted = new Set(airports.map((airport) => flights.airports.indexOf(airport)));
  const rows: number[] = [];
  for (let at = 0; at < flights.count; at += 1) {
    if (wanted.has(flights.origin[at] ?? -1)) rows.push(at);
  }
  return {
    count: rows.length,
    departedAtMs: Float64Array.from(rows, (row) => flights.departedAtMs[row] ?? 0),
    origin: Uint16Array.from(rows, (row) => flights.origin[row] ?? 0),
    destination: Uint16Array.from(rows, (row) => flights.destination[row] ?? 0),
    distanceMiles: Float64Array.from(rows, (row) => flights.distanceMiles[row] ?? 0),
    delayMinutes: Float64Array.from(rows, (row) => flights.delayMinutes[row] ?? 0),
    airports: flights.airports,
  };
}
