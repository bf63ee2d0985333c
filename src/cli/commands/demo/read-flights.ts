import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Flight } from './flight.ts';

/** Three million flights within the United States, January to June 2001, by departure. */
export function findFlightsFile(): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    const file = join(dirname(resolve('vega-datasets')), '../data/flights-3m.parquet');
    if (existsSync(file)) return file;
  } catch {
    // Not installed: the same advice as for a missing file.
  }
  throw new Error('The data of the demo is not installed. Get it by: npm install vega-datasets');
}

/** Flights of some airports in the order of their departure. The file is read one row group
 *  at a time, so that three million rows are never in memory together. */
export async function readFlights(path: string, origins: ReadonlySet<string>): Promise<Flight[]> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const flights: Flight[] = [];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd });
    for (const [index, row] of rows.entries()) {
      const flight = readFlight(row, rowStart + index);
      if (origins.has(flight.origin)) flights.push(flight);
    }
    rowStart = rowEnd;
  }
  return flights;
}

function readFlight(row: Record<string, unknown>, rowNumber: number): Flight {
  const { date, delay, distance, origin, destination } = row;
  if (!(date instanceof Date) || typeof origin !== 'string' || typeof destination !== 'string') {
    throw new Error(`Row ${rowNumber} of the flights is not a flight.`);
  }
  return {
    flightId: `flight-${rowNumber}`,
    departedAtMs: date.getTime(),
    origin,
    destination,
    distanceMiles: Number(distance),
    arrivalDelayMinutes: Number(delay),
  };
}
