import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LAYER_NAMES } from './layers.ts';
import { projectRoot } from './project-root.ts';

export interface Finding {
  readonly file: string;
  readonly message: string;
}

/** A house with our rules and none of our code, to plant violations in. */
export function buildPlantedHouse(plants: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'leeway-house-'));
  for (const file of [
    'biome.json',
    'tsconfig.base.json',
    'tools/lint',
    '.gitignore',
    'package.json',
    'examples/flights/tsconfig.json',
  ]) {
    cpSync(join(projectRoot, file), join(root, file), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  for (const layer of LAYER_NAMES) {
    cpSync(
      join(projectRoot, `src/${layer}/tsconfig.json`),
      join(root, `src/${layer}/tsconfig.json`),
    );
    plant(root, `src/${layer}/room.ts`, `export const ${layer}Room = 1;\nexport type Room = 1;\n`);
  }
  plant(root, 'examples/flights/room.mjs', 'export const room = 1;\n');
  plant(root, 'src/testing/room.ts', 'export const testingRoom = 1;\n');
  for (const [path, text] of Object.entries(plants)) plant(root, path, text);
  return {
    lint: () => lint(root),
    compile: () => compile(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function plant(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Both tools end with an error where they find something, and print it all the same. */
function run(root: string, tool: string, args: readonly string[]): Promise<string> {
  const path = join(projectRoot, 'node_modules/.bin', tool);
  return new Promise((resolve, reject) => {
    execFile(path, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else if (stdout === '') reject(new Error(`${tool} said nothing: ${stderr}`));
      else resolve(stdout);
    });
  });
}

async function lint(root: string): Promise<readonly Finding[]> {
  const text = await run(root, 'biome', ['lint', '--reporter=json', '--max-diagnostics=none', '.']);
  const report = JSON.parse(text) as {
    diagnostics: { message: string; category: string; location: { path: string } }[];
  };
  return report.diagnostics.map((found) => ({
    file: found.location.path,
    message: `${found.category}: ${found.message}`,
  }));
}

async function compile(root: string): Promise<readonly Finding[]> {
  const references = LAYER_NAMES.map((layer) => `src/${layer}`);
  const text = await run(root, 'tsc', ['-b', '--pretty', 'false', ...references]);
  return text.split('\n').flatMap((line) => {
    const found = /^(?<file>[^()\s]+)\(\d+,\d+\): error (?<message>.*)$/.exec(line)?.groups;
    return found === undefined
      ? []
      : [{ file: found['file'] ?? '', message: found['message'] ?? '' }];
  });
}
