import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle, importGraph } from './import-graph.ts';
import { LAYER_NAMES, LAYERS, mayImport } from './layers.ts';
import { projectRoot } from './project-root.ts';

const files = readdirSync(join(projectRoot, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
  .sort();
const code = files.filter((file) => /\.tsx?$/.test(file));
const source = code.filter((file) => !/\.test\.tsx?$/.test(file));

const linesOf = (file: string) =>
  readFileSync(join(projectRoot, file), 'utf8').split('\n').length - 1;
const layerOf = (file: string) => LAYER_NAMES.find((layer) => file.startsWith(`src/${layer}/`));

describe('the house as it stands', () => {
  it('has the drawn layers, and tests beside them', () => {
    const folders = readdirSync(join(projectRoot, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual([...LAYER_NAMES, 'testing'].sort());
  });

  it.each(LAYER_NAMES)('lets %s reference exactly the layers that it may import', (layer) => {
    const text = readFileSync(join(projectRoot, `src/${layer}/tsconfig.json`), 'utf8');
    const { references } = JSON.parse(text) as { references: { path: string }[] };
    // The demo plays an example, and the compiler has to know its types.
    const examples = layer === 'cli' ? ['../examples/flights'] : [];
    expect(references.map(({ path }) => path.replace('../', '')).sort()).toEqual(
      [...LAYERS[layer], ...examples].sort(),
    );
  });

  const sizes = source.map(linesOf).sort((a, b) => a - b);

  it('has a median file of at most 100 lines', () => {
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100);
  });

  it('has at most 300 lines in nine files of ten', () => {
    expect(sizes[Math.ceil(sizes.length * 0.9) - 1]).toBeLessThanOrEqual(300);
  });

  it('has no file over 500 lines, tests included', () => {
    expect(code.filter((file) => linesOf(file) > 500)).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    expect(findCycle(importGraph(code))).toEqual([]);
  });

  it('has no arrow that runs back up or skips a layer', () => {
    const arrows = [...importGraph(source)].flatMap(([from, imported]) =>
      imported.map((to) => ({ from, to, layers: [layerOf(from), layerOf(to)] as const })),
    );
    const wrong = arrows.filter(({ from, layers: [own, other] }) => {
      if (own === undefined) return !from.startsWith('src/testing/');
      return other === undefined || !mayImport(own, other);
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
    expect(arrows.length).toBeGreaterThan(0);
  });

  it('has no file or folder named utils, helpers, manager or processor', () => {
    const vague = /(^|[-/.])(utils?|helpers?|managers?|processors?)([-/.]|$)/;
    expect(files.filter((file) => vague.test(file))).toEqual([]);
  });

  it('names TypeScript in kebab-case, components in PascalCase, migrations by number and verb', () => {
    const form =
      /^(?:[a-z0-9]+(?:[-.][a-z0-9]+)*\.(?:ts|js|mjs|json|css|html|svg)|[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx|main\.tsx|\d{4}_[a-z_]+\.sql)$/;
    expect(files.filter((file) => !form.test(basename(file)))).toEqual([]);
  });
});

describe('the search for cycles', () => {
  it('finds the way around and nothing where there is none', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(
      findCycle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toEqual([]);
  });
});
