import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../stats/random.ts';
import { compiledChild } from '../../testing/engines.ts';
import { openReportEngine, type ReportEngine } from './report-engine.ts';
import { runReport } from './run-report.ts';

let engine: ReportEngine;
beforeAll(async () => {
  engine = await openReportEngine({ childEntry: compiledChild() });
});
afterAll(() => engine.close());

async function fileOf(name: string, seed: number, most: number) {
  const path = join(engine.directory, name);
  const random = createRandom(seed);
  const rows = Array.from({ length: 1_000 }, () => {
    const whole = random.integer(most);
    return `${whole + 0.5},${(2 * whole + 1) * Number.MIN_VALUE}`;
  });
  await writeFile(path, `usual,tiny\n${rows.join('\n')}\n`);
  return { path, format: 'csv', gzip: false } as const;
}

test('exact distances of the smallest numbers are those of usual ones in the same order', async () => {
  const { columns } = await runReport(engine, {
    reference: await fileOf('before.csv', 1, 1_000_000),
    current: await fileOf('after.csv', 2, 1_200_000),
    columns: {
      ...{ prediction: null, score: null, label: null, positive: null, time: null },
      ...{ segment: null, exclude: [] },
    },
    falseAlarms: 0.05,
    exact: true,
    cacheDirectory: null,
  });
  const distanceOf = (name: string) =>
    columns.find((column) => column.name === name)?.metrics['kolmogorov_smirnov']?.value;
  expect(distanceOf('usual')).toBeGreaterThan(0.1);
  expect(distanceOf('tiny')).toBe(distanceOf('usual'));
});
