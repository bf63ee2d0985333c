import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/metrics.ts';
import { projectRoot } from '../architecture/project-root.ts';

const HEAD = `# Metrics

A metric is a pure function of a window's profile, and where it needs one of the baseline's. It returns
a number with both sample sizes, or the reason why there is none: fewer rows than its minimum give
\`insufficient_data\`, never a number that only looks like one. Formula, convention, sampling law and
source of each are in the comment above its function in \`src/metrics/<family>/\`.

Numbers from labelled rows and percentiles of latency come with a standard error where a profile holds
their spread. A metric marked under "without drift" says how its value varies while nothing drifts, from
which \`calibrated\` thresholds are made; the others can be judged by the history of their own windows.
Profiles are counts of cells of an hour or five minutes: of equal rows they hold how many there were
within a cell, not across cells. A prediction that is sent twice is stored once and counted once.

| Id | Title | Family | Unit | Range | Worse | Minimum rows | Without drift |
|---|---|---|---|---|---|---|---|`;

const bound = (end: number) => (Number.isFinite(end) ? String(end) : end > 0 ? '∞' : '−∞');
const words = (text: string) => text.replaceAll('_', ' ');

it('docs/metrics.md lists every metric as its descriptor has it (renew it with vitest -u)', async () => {
  const rows = METRICS.map((metric) => {
    const { descriptor } = metric;
    const { id, title, family, unit, range, direction, minimumSample } = descriptor;
    const span = `${bound(range[0])} to ${bound(range[1])}`;
    const cells = [`\`${id}\``, title, family, words(unit), span, words(direction), minimumSample];
    cells.push('sampling' in metric ? 'yes' : 'no');
    return `| ${cells.join(' | ')} |`;
  });
  const page = `${[HEAD, ...rows].join('\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(projectRoot, 'docs/metrics.md'));
});
