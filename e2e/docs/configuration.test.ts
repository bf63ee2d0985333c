import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/server/config.ts';
import { projectRoot } from '../architecture/project-root.ts';

const HEAD = `# Configuration

The server reads its environment once, at start. A value it cannot work with stops it with a sentence
that says which and why. Options of \`leeway serve\` go before the environment.

| Variable | Default | Must be | Why this default |
|---|---|---|---|`;

const TAIL = `
Commands other than \`serve\` read \`LEEWAY_URL\` and \`LEEWAY_KEY\`, which \`--url\` and \`--key\`
replace. Without a URL they look for the server that runs on the data directory: it leaves its
address and a secret of this start in \`server.json\` there, readable by its own account only. Who
can read that file is the operator of the server, in every project, from the same machine.`;

it('docs/configuration.md has every setting with its default and reason (renew it with vitest -u)', async () => {
  const rows = SETTINGS.map(({ variable, fallback, form, why }) => {
    const shown = fallback === null ? '' : `\`${fallback}\``;
    return `| \`${variable}\` | ${shown} | ${form} | ${why} |`;
  });
  const page = `${[HEAD, ...rows, TAIL].join('\n')}\n`;
  await expect(page).toMatchFileSnapshot(join(projectRoot, 'docs/configuration.md'));
});
