import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Metric } from './metric.ts';
import { findMetric, METRICS } from './metrics.ts';

const here = new URL('./', import.meta.url);

/** Every source file in a folder beside the registry is a metric. */
const files = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((folder) =>
    readdirSync(new URL(`${folder.name}/`, here)).map((file) => `${folder.name}/${file}`),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .sort();

const source = (path: string) => readFileSync(new URL(path, here), 'utf8');
const load = (path: string): Promise<Record<string, unknown>> => import(new URL(path, here).href);
const snakeCase = (path: string) =>
  (path.split('/').at(-1) ?? '').replace('.ts', '').replaceAll('-', '_');

const FIELDS = [
  'Formula',
  'Inputs',
  'Returns',
  'Convention',
  'Sampling',
  'Throws',
  'Cost',
  'Prefer',
  'Source',
];

describe('the registry of metrics', () => {
  it('lists exactly the files of the metric folders, and each under the name of its file', () => {
    expect(METRICS.map((metric) => metric.descriptor.id).sort()).toEqual(
      files.map(snakeCase).sort(),
    );
  });

  it.each(files)('holds the metric that %s exports, in the family of its folder', async (path) => {
    const metric = findMetric(snakeCase(path));
    expect(Object.values(await load(path))).toContain(metric);
    expect(metric?.descriptor.family).toBe(path.split('/')[0]);
  });

  it('finds no metric under an unknown name', () => {
    expect(findMetric('astrology')).toBeUndefined();
  });

  it.each([...METRICS])('describes $descriptor.id well enough to be shown and stored', (metric) => {
    const { descriptor }: Metric = metric;
    expect(descriptor.range[0]).toBeLessThan(descriptor.range[1]);
    expect(descriptor.version).toBeGreaterThanOrEqual(1);
    expect(descriptor.parameters).toMatchObject({ type: 'object', additionalProperties: false });
    expect(descriptor.accepts.length > 0).toBe(metric.subject === 'column');
    expect((descriptor.tasks ?? []).length > 0).toBe(metric.subject === 'outcome');
  });
});

describe('the comment of a metric', () => {
  it.each(files)('in %s has every part', (path) => {
    for (const field of FIELDS) expect(source(path)).toMatch(new RegExp(`\\* {2}${field} {2,}\\S`));
  });

  it.each(files)('in %s has an example, and its output is true to the last digit', async (path) => {
    const example = /@example +(.+?) \/\/ (\S+)/.exec(source(path));
    if (example?.[1] === undefined || example[2] === undefined) throw new Error('No example.');
    const exported = await load(path);
    const run = new Function(...Object.keys(exported), `return ${example[1]};`);
    expect(run(...Object.values(exported))).toBe(Number(example[2]));
  });
});
