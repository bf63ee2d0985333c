// Reads the three million flights of `vega-datasets` column by column.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/**
 * Flights in the order of their departure, as columns: three million objects would need ten times
 * the memory. Times are those of the clock at the origin, taken as if that clock were UTC, because
 * the data names no zone.
 *
 * @typedef {object} Flights
 * @property {number} count
 * @property {Float64Array} departedAtMs
 * @property {Uint16Array} origin index into `airports`
 * @property {Uint16Array} destination index into `airports`
 * @property {Float64Array} distanceMiles
 * @property {Float64Array} delayMinutes on arrival; negative is early
 * @property {readonly string[]} airports
 */

/** Where npm has put them; throws where it has not. */
export function flightsFile() {
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve('vega-datasets')), '../data/flights-3m.parquet');
}

/**
 * @param {string} path
 * @returns {Promise<Flights>}
 */
export async function readFlights(path) {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const count = Number(metadata.num_rows);
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const flights = {
    count,
    departedAtMs: new Float64Array(count),
    origin: new Uint16Array(count),
    destination: new Uint16Array(count),
    distanceMiles: new Float64Array(count),
    delayMinutes: new Float64Array(count),
  };
  /** @param {string} airport */
  const numberOf = (airport) => {
    const known = numbers.get(airport);
    if (known !== undefined) return known;
    numbers.set(airport, numbers.size);
    return numbers.size - 1;
  };
  /** @type {Readonly<Record<string, (row: number, value: unknown) => void>>} */
  const readers = {
    date: (row, value) => {
      flights.departedAtMs[row] = Number(value);
    },
    delay: (row, value) => {
      flights.delayMinutes[row] = Number(value);
    },
    distance: (row, value) => {
      flights.distanceMiles[row] = Number(value);
    },
    origin: (row, value) => {
      flights.origin[row] = numberOf(String(value));
    },
    destination: (row, value) => {
      flights.destination[row] = numberOf(String(value));
    },
  };
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: Object.keys(readers),
    onChunk: ({ columnName, columnData, rowStart }) => {
      const read = readers[columnName];
      if (read === undefined) return;
      for (let at = 0; at < columnData.length; at += 1) read(rowStart + at, columnData[at]);
    },
  });
  return { ...flights, airports: [...numbers.keys()] };
}
