import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../architecture/project-root.ts';
import type { Stage } from './read-dockerfile.ts';

const run = promisify(execFile);

interface Rule {
  readonly takes: boolean;
  readonly pattern: RegExp;
}

const rules: readonly Rule[] = readFileSync(join(projectRoot, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const path = line.replace(/^!/, '').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
    const glob = path.replaceAll(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
    return { takes: line.startsWith('!'), pattern: new RegExp(`^${glob}(?:/.*)?$`) };
  });

/** Whether a file of the project is sent to the builder: the last rule that fits decides. */
export function isInContext(path: string): boolean {
  return rules.findLast(({ pattern }) => pattern.test(path))?.takes ?? true;
}

/** Files below a path of the project that a COPY gets to see. */
export function contextFiles(path: string): readonly string[] {
  const place = join(projectRoot, path);
  if (!statSync(place).isDirectory()) return [path].filter(isInContext);
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length).replace(/^\//, ''))
    .filter(isInContext);
}

/** Carries a stage out in a folder of its own, as far as it needs no root. `npm ci` is what made
 *  the modules of this checkout: they are linked. Returns the commands that were left out. */
export async function buildStage(
  stage: Stage,
  folderOf: (stage: string) => string,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const folder = folderOf(stage.name);
  const leftOut: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const step of stage.steps) {
    if (step.kind === 'run') {
      if (step.command.startsWith('npm ci ')) {
        symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
      } else if (!step.command.startsWith('npm ')) leftOut.push(step.command);
      else await run('sh', ['-c', step.command], { cwd: folder, env, maxBuffer: 2 ** 26 });
      continue;
    }
    const sources = step.paths.slice(0, -1);
    const target = step.paths.at(-1) ?? '.';
    const isFolder = target.endsWith('/') || sources.length > 1;
    for (const source of sources) {
      const place = (inner: string) =>
        join(folder, isFolder ? join(target, basename(source)) : target, inner);
      if (step.from !== null) {
        const inStage = join(folderOf(step.from), source.replace(/^\/app\//, ''));
        cpSync(inStage, place(''), { recursive: true, verbatimSymlinks: true });
        continue;
      }
      for (const file of contextFiles(source)) {
        const to = place(file.slice(source.length));
        mkdirSync(dirname(to), { recursive: true });
        cpSync(join(projectRoot, file), to);
      }
    }
  }
  return leftOut;
}
