import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workedExamples } from '../../bench/worked-examples/worked-examples.ts';
import { projectRoot } from '../architecture/project-root.ts';

test('docs/how-alarms-are-calibrated.md has the numbers that the code gives (npm run bench -- examples)', async () => {
  const page = readFileSync(join(projectRoot, 'docs/how-alarms-are-calibrated.md'), 'utf8');
  const examples = Object.entries(await workedExamples());
  expect(examples).toHaveLength(4);
  for (const [name, table] of examples) expect(page, name).toContain(table);
}, 600_000);
