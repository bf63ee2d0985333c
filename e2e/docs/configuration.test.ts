import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/server/config.ts';
import { projectRoot } from '../architecture/project-root.ts';

it('docs/configuration.md names every setting with its default and its reason, and no other', () => {
  const page = readFileSync(join(projectRoot, 'docs/configuration.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `LEEWAY_'));
  expect(rows).toEqual(
    SETTINGS.map(({ variable, fallback, form, why }) => {
      const shown = fallback === null ? '' : `\`${fallback}\``;
      return `| \`${variable}\` | ${shown} | ${form} | ${why} |`;
    }),
  );
});
