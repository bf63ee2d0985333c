import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from './project-root.ts';

/** File to the files it imports, types included; packages are left out. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const IMPORT = /(?:from|import)\s*\(?\s*'(?<path>\.{1,2}\/[^']+)'/g;

export function importGraph(files: readonly string[]): ImportGraph {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      const imported = [...text.matchAll(IMPORT)].map((match) =>
        relative('.', join(dirname(file), match.groups?.['path'] ?? '')),
      );
      return [file, imported.filter((path) => known.has(path))];
    }),
  );
}

/** The first cycle found, as the files on it; empty where there is none. */
export function findCycle(graph: ImportGraph): readonly string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
