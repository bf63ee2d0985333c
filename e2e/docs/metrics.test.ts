import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/metrics.ts';
import { projectRoot } from '../architecture/project-root.ts';

const HEAD = `# Metrics

A metric is a pure function of a window's profile, and where it needs one of the baseline's. It returns
a number with both sample sizes, or the reason why there is none: fewer rows than its minimum give
\`insufficient_data\`, never a number that only looks like one. Formula, convention, sampling law and
source of each are in the comment above its function in \`src/metrics/<family>/\`.

| Id | Title | Family | Unit | Range | Worse | Minimum rows |
|---|---|---|---|---|---|---|`;

const bound = (end: number) => (Number.isFinite(end) ? String(end) : end > 0 ? '∞' : '−∞');
const words = (text: string) => text.replaceAll('_', ' ');

it('docs/metrics.md lists every metric as its descriptor has it (renew it with vitest -u)', async () => {
  const rows = METRICS.map(({ descriptor }) => {
    const { id, title, family, unit, range, direction, minimumSample } = descriptor;
    const span = `${bound(range[0])} to ${bound(range[1])}`;
    const cells = [`\`${id}\``, title, family, words(unit), span, words(direction), minimumSample];
    return `| ${cells.join(' | ')} |`;
  });
  const page = `${[HEAD, ...rows].join('\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(projectRoot, 'docs/metrics.md'));
});
