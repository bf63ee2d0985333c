import { basename } from 'node:path';
import type { FileFormat } from '../files/read-file.ts';

export interface TableFile {
  /** As the person named it. */
  readonly path: string;
  readonly format: FileFormat;
  readonly gzip: boolean;
}

/** What the engine said, without its own names for things. */
export function firstSentence(error: unknown, link: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const sentence = text.split(/: \(in file|\. \(|\n|While executing|: while /)[0] ?? text;
  const short = sentence.replaceAll(link, basename(link)).slice(0, 300).trim();
  return short.endsWith('.') ? short : `${short}.`;
}
