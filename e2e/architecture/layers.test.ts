import { beforeAll, describe, expect, it } from 'vitest';
import { LAYER_NAMES, mayImport, PURE_LAYERS } from './layers.ts';
import type { Finding } from './planted-house.ts';
import { buildPlantedHouse } from './planted-house.ts';

type Tool = 'lint' | 'compile' | 'reference';

interface Plant {
  readonly sentence: string;
  readonly path: string;
  readonly text: string;
  /** What a file may reference is told apart from what it names: the compiler reports the first
   *  alone where both are wrong. */
  readonly tool: Tool;
  /** What the tool has to say about it; null where it has to stay silent. */
  readonly expects: RegExp | null;
}

const PURITY = [
  ['reads the clock by Date.now', 'export const x = Date.now();', 'lint', /Date\.now/],
  ['reads the clock by new Date', 'export const x = new Date();', 'lint', /no clock/],
  ['reads the clock by Date()', 'export const x = Date();', 'lint', /no clock/],
  ['draws by Math.random', 'export const x = Math.random();', 'lint', /Math\.random/],
  ['looks at process', 'export const x = process.pid;', 'lint', /global variable process/],
  ['writes to the console', 'console.log(1);', 'lint', /console/],
  ['imports a Node module', "import 'node:fs';", 'lint', /no package and no Node module/],
  ['imports a package', "import 'pino';", 'lint', /no package and no Node module/],
  ['calls fetch', 'export const x = fetch;', 'compile', /Cannot find name 'fetch'/],
  ['calls setTimeout', 'setTimeout(() => {}, 1);', 'compile', /Cannot find name 'setTimeout'/],
  ['names console', 'console.log(1);', 'compile', /Cannot find name 'console'/],
  ['names process', 'export const x = process.pid;', 'compile', /Cannot find name 'process'/],
  [
    'compiles against Node',
    "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;",
    'compile',
    /node:fs/,
  ],
] as const;

const purity: readonly Plant[] = PURE_LAYERS.flatMap((layer) =>
  PURITY.map(([what, text, tool, expects], index) => ({
    sentence: `${layer} ${what}`,
    path: `src/${layer}/impure-${index}.ts`,
    text,
    tool,
    expects,
  })),
);

const arrows: readonly Plant[] = LAYER_NAMES.flatMap((from) =>
  LAYER_NAMES.filter((to) => to !== from).flatMap((to) => {
    const allowed = mayImport(from, to);
    const word = allowed ? 'may import' : 'may not import';
    const forms = [
      ['code', `import { ${to}Room } from '../../${to}/room.ts';\nexport const x = ${to}Room;`],
      ['types', `import type { Room } from '../../${to}/room.ts';\nexport type X = Room;`],
    ] as const;
    return forms.map(([form, text]) => ({
      sentence: `${from} ${word} ${form} of ${to}`,
      path: `src/${from}/arrows/${form}-of-${to}.ts`,
      text,
      tool: 'lint' as const,
      expects: allowed ? typesOnly(from, form) : new RegExp(`Layer skipping: ${from} may import`),
    }));
  }),
);

function typesOnly(from: string, form: string): RegExp | null {
  return from === 'contract' && form === 'code' ? /types of the domain, never code/ : null;
}

const upward: readonly Plant[] = LAYER_NAMES.flatMap((from) => {
  const index = LAYER_NAMES.indexOf(from);
  const to = LAYER_NAMES.slice(index + 1).find((name) => !mayImport(from, name));
  if (to === undefined || from === 'web') return [];
  return {
    sentence: `${from} does not compile with ${to}, which it does not reference`,
    path: `src/${from}/up.ts`,
    text: `import type { Room } from '../${to}/room.ts';\nexport type X = Room;`,
    tool: 'reference' as const,
    expects: /not under 'rootDir'/,
  };
});

const env = 'export const x = process.env;';
const house: readonly Plant[] = [
  ['adapters read the environment', 'src/adapters/env.ts', env, /process\.env/],
  ['the server reads the environment', 'src/server/http/env.ts', env, /process\.env/],
  ['the configuration may read the environment', 'src/server/config.ts', env, null],
  ['a command may read the environment', 'src/cli/env.ts', env, null],
  ['adapters write to the console', 'src/adapters/say.ts', 'console.log(1);', /console/],
  ['the server writes to the console', 'src/server/say.ts', 'console.log(1);', /console/],
  ['the dashboard writes to the console', 'src/web/say.ts', 'console.log(1);', /console/],
  ['a command may write to the console', 'src/cli/say.ts', 'console.log(1);', null],
  ['an end-to-end script may write to the console', 'e2e/say.ts', 'console.log(1);', null],
  [
    'the server imports what only tests may',
    'src/server/cheat.ts',
    "import { testingRoom } from '../testing/room.ts';\nexport const x = testingRoom;",
    /Only tests may import/,
  ],
  [
    'a test may import what only tests may',
    'src/server/fair.test.ts',
    "import { testingRoom } from '../testing/room.ts';\ntestingRoom.toFixed();",
    null,
  ],
  [
    'the contract takes the whole of a domain file',
    'src/contract/star.ts',
    "export * as monitoring from '../monitoring/room.ts';",
    /types of the domain, never code/,
  ],
  ['anything is any', 'src/server/any.ts', 'export const x: any = 1;', /any/],
  ['a file is named in camels', 'src/server/camelCase.ts', 'export const x = 1;', /kebab-case/i],
  ['a file exports by default', 'src/server/default.ts', 'export default 1;', /default export/i],
  ['an enum is declared', 'src/server/enum.ts', 'export enum X { A = 1 }', /enum/],
  [
    'a type is imported as code',
    'src/server/loud.ts',
    "import { Room } from '../stats/room.ts';\nexport type X = Room;",
    /only used as types/,
  ],
  [
    'a promise is left alone',
    'src/server/floating.ts',
    'async function work(): Promise<number> {\n  return 1;\n}\nexport function start(): void {\n  work();\n}',
    /Promise/,
  ],
  [
    'a file is longer than 500 lines',
    'src/server/long.ts',
    'export {};\n'.repeat(501),
    /too many lines/,
  ],
  [
    'a test is skipped',
    'src/server/skipped.test.ts',
    "import { it } from 'vitest';\nit.skip('x', () => {});",
    /disable tests/,
  ],
].map(([sentence, path, text, expects]) => ({
  sentence: sentence as string,
  path: path as string,
  text: text as string,
  tool: 'lint',
  expects: expects as RegExp | null,
}));

const cycle: readonly Plant[] = [
  ['a', 'b'],
  ['b', 'a'],
].map(([own, other]) => ({
  sentence: `two files import each other (${own})`,
  path: `src/server/cycle-${own}.ts`,
  text: `import type { Room as Other } from './cycle-${other}.ts';\nexport type Room = Other | 1;`,
  tool: 'lint',
  expects: /part of a cycle/,
}));

const plants = [...purity, ...arrows, ...upward, ...house, ...cycle];

describe('the rules of the house catch what is planted against them', () => {
  const findings = new Map<Tool, readonly Finding[]>();

  beforeAll(async () => {
    for (const tool of ['lint', 'compile', 'reference'] as const) {
      const own = plants.filter((plant) => plant.tool === tool);
      const house = buildPlantedHouse(Object.fromEntries(own.map((p) => [p.path, `${p.text}\n`])));
      try {
        findings.set(tool, await (tool === 'lint' ? house.lint() : house.compile()));
      } finally {
        house.remove();
      }
    }
  }, 60_000);

  it.each(plants.map((plant) => [`${plant.sentence} (${plant.tool})`, plant] as const))(
    '%s',
    (_, plant) => {
      const said = (findings.get(plant.tool) ?? []).filter((found) => found.file === plant.path);
      if (plant.expects === null) expect(said).toEqual([]);
      else expect(said.map((found) => found.message).join('\n')).toMatch(plant.expects);
    },
  );

  it('stays silent about the rooms that keep the rules', () => {
    const rooms = [...findings.values()].flat().filter((found) => found.file.endsWith('/room.ts'));
    expect(rooms).toEqual([]);
  });
});
