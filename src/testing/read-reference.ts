import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Data sets and expected values of other libraries. They are kept beside the project, not in it. */
const ROOT = new URL('../../../shared/reference/', import.meta.url);

export const referencePresent = existsSync(ROOT);

/** For the name of a suite, so that a run without the folder says why it skipped. */
export const REFERENCE_NOTE = referencePresent ? '' : ' (skipped: ../shared/reference is absent)';

export function readReferenceText(path: string): string {
  const bytes = readFileSync(new URL(path, ROOT));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** The caller names the shape that the file is documented to have. */
export function readReferenceJson<Shape>(path: string): Shape {
  return JSON.parse(readReferenceText(path)) as Shape;
}

export function readReferenceCsv(path: string): Record<string, string>[] {
  return parse<Record<string, string>>(readReferenceText(path), { columns: true });
}
