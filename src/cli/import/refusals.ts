import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { RefusedFileRow } from '../../server/files/send-rows.ts';

/** Enough to see what is wrong; a million lines help nobody. */
const SHOWN = 20;

export interface Refusals {
  add(row: RefusedFileRow): void;
  /** Lines for people: the first rows, then how many there were of each kind. */
  describe(): readonly string[];
  close(): Promise<void>;
}

/** Collects refused rows: a few to show, all of them as NDJSON where a path is given. */
export function collectRefusals(path: string | undefined): Refusals {
  const shown: RefusedFileRow[] = [];
  const byCode = new Map<string, number>();
  const file = path === undefined ? null : createWriteStream(path);

  return {
    add(row) {
      byCode.set(row.code, (byCode.get(row.code) ?? 0) + 1);
      if (shown.length < SHOWN) shown.push(row);
      file?.write(`${JSON.stringify(row)}\n`);
    },
    describe() {
      const lines = shown
        .toSorted((a, b) => a.rowNumber - b.rowNumber)
        .map((row) => `row ${row.rowNumber}: ${row.message} [${row.code}]`);
      const total = [...byCode.values()].reduce((sum, count) => sum + count, 0);
      if (total > SHOWN) lines.push(`… and ${total - SHOWN} more`);
      for (const [code, count] of byCode) lines.push(`refused as ${code}: ${count}`);
      return lines;
    },
    async close() {
      if (file === null) return;
      file.end();
      await once(file, 'finish');
    },
  };
}
