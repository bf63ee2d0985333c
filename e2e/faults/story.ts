/** What is sent, hour by hour, as a pure function of the hour: a replay whose alerts are known
 *  beforehand. */
export const MODEL = 'faults';
export const BATCHES_PER_HOUR = 8;
export const ROWS_PER_BATCH = 100;
export const ROWS_PER_HOUR = BATCHES_PER_HOUR * ROWS_PER_BATCH;

const beginMs = Date.UTC(2026, 0, 1);
const hourMs = 3_600_000;

export const hourStartMs = (hour: number): number => beginMs + hour * hourMs;
export const windowStart = (hour: number): string => new Date(hourStartMs(hour)).toISOString();

/** Every fourth hour is shifted beyond doubt: its alert opens there and resolves an hour later. */
export const isShifted = (hour: number): boolean => hour % 4 === 2;

/** Evenly spread over [0, 1) in any run of rows (golden-ratio sequence). */
const spread = (index: number): number => (index * 0.618033988749895) % 1;

export function predictionsOf(hour: number, batch: number): readonly Record<string, unknown>[] {
  return rowNumbers(batch).map((row) => ({
    predictionId: predictionId(hour, row),
    time: hourStartMs(hour) + Math.floor((row * hourMs) / ROWS_PER_HOUR),
    version: '1',
    features: {
      x: spread(row) + (isShifted(hour) ? 5 : 0),
      colour: ['red', 'green', 'blue'][row % 3],
    },
    score: spread(row * 7),
    decision: spread(row * 7) >= 0.5 ? 'yes' : 'no',
  }));
}

export function labelsOf(hour: number, batch: number): readonly Record<string, unknown>[] {
  return rowNumbers(batch).map((row) => ({
    predictionId: predictionId(hour, row),
    label: spread(row * 7) + spread(row * 11) / 4 >= 0.6 ? 'yes' : 'no',
  }));
}

export function baselineCsv(): string {
  const lines = ['time,x,colour,score,decision,label'];
  for (let row = 0; row < 4_000; row += 1) {
    const time = new Date(beginMs - 30 * 24 * hourMs + row * 60_000).toISOString();
    const score = spread(row * 7);
    const decision = score >= 0.5 ? 'yes' : 'no';
    lines.push(
      `${time},${spread(row)},${['red', 'green', 'blue'][row % 3]},${score},${decision},${decision}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const predictionId = (hour: number, row: number): string => `h${hour}-r${row}`;

const rowNumbers = (batch: number): readonly number[] =>
  Array.from({ length: ROWS_PER_BATCH }, (_, index) => batch * ROWS_PER_BATCH + index);
