import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/metrics.ts';
import { projectRoot } from '../architecture/project-root.ts';

const shown = (bound: number) => (Number.isFinite(bound) ? String(bound) : bound > 0 ? '∞' : '−∞');

it('docs/metrics.md lists every metric as its descriptor has it, and no other', () => {
  const page = readFileSync(join(projectRoot, 'docs/metrics.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(
    METRICS.map(({ descriptor }) => {
      const { id, title, family, unit, range, direction, minimumSample } = descriptor;
      const span = `${shown(range[0])} to ${shown(range[1])}`;
      const words = (text: string) => text.replaceAll('_', ' ');
      const cells = [`\`${id}\``, title, family, words(unit), span, words(direction)];
      return `| ${cells.join(' | ')} | ${minimumSample} |`;
    }),
  );
});
