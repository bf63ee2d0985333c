import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadFileError } from '../../adapters/sources/file-rows.ts';

export interface CsvFile {
  readonly path: string;
  readonly gzip?: boolean;
}

const SEPARATORS = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;
const LONGEST_HEADER = 65_536;
const NEWLINE = 10;

/** Refuses a table of other separators: read by commas, it would be one column of all names. */
export async function requireCommas(file: CsvFile): Promise<void> {
  const header = await readHeader(file);
  const bare = header.replace(/"[^"]*"/g, '');
  if (bare.includes(',')) return;
  for (const [separator, name] of Object.entries(SEPARATORS)) {
    if (!bare.includes(separator)) continue;
    throw new BadFileError(
      `the file seems to be separated by ${name} (${JSON.stringify(header.slice(0, 60))}), and commas are read: write it with commas, a dot before decimals`,
      1,
    );
  }
}

async function readHeader(file: CsvFile): Promise<string> {
  const stream = open(file);
  let text = '';
  try {
    for await (const chunk of stream) {
      text += (chunk as Buffer).toString('utf8');
      if (text.includes('\n') || text.length > LONGEST_HEADER) break;
    }
  } catch {
    // Whoever reads the whole file says what is wrong with it.
    return '';
  } finally {
    stream.destroy();
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

export async function countLines(file: CsvFile): Promise<number> {
  let lines = 0;
  let last = NEWLINE;
  for await (const chunk of open(file) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
    last = chunk.at(-1) ?? last;
  }
  return last === NEWLINE ? lines : lines + 1;
}

function open({ path, gzip }: CsvFile): Readable {
  const file = createReadStream(path);
  return gzip === true ? pipeline(file, createGunzip(), () => undefined) : file;
}
