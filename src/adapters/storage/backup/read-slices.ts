import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extractFrom } from './check-backup.ts';
import type { BackupManifest, BackupSlice, BackupTable } from './manifest.ts';

export interface SliceToLoad {
  readonly table: BackupTable;
  readonly slice: BackupSlice;
}

export type SliceLoader = (one: SliceToLoad, rows: Readable) => Promise<void>;

interface OpenSlice {
  readonly one: SliceToLoad;
  readonly packed: PassThrough;
  readonly done: Promise<unknown>;
}

/** Gives the slices of a backup that was checked to a loader, one after the other. */
export async function readSlices(
  path: string,
  manifest: BackupManifest,
  load: SliceLoader,
  onProgress: (readBytes: number) => void = () => {},
): Promise<void> {
  const slices = new Map<string, SliceToLoad>();
  for (const table of manifest.tables) {
    for (const slice of table.slices) {
      const one = { table, slice };
      for (const chunk of slice.chunks) slices.set(chunk.name, one);
    }
  }
  const file = createReadStream(path);
  let open: OpenSlice | undefined;
  const finish = async () => {
    open?.packed.end();
    await open?.done;
    open = undefined;
  };
  try {
    for await (const entry of extractFrom(file)) {
      const one = slices.get(entry.header.name);
      if (one !== open?.one) await finish();
      if (one === undefined) {
        entry.resume();
        continue;
      }
      open ??= begin(one, load);
      for await (const piece of entry as AsyncIterable<Buffer>) {
        if (open.packed.write(piece)) continue;
        // A loader that fails reads no further.
        await Promise.race([once(open.packed, 'drain'), open.done]);
      }
      onProgress(file.bytesRead);
    }
    await finish();
  } finally {
    open?.packed.destroy();
    file.destroy();
  }
}

function begin(one: SliceToLoad, load: SliceLoader): OpenSlice {
  const packed = new PassThrough();
  const rows = createGunzip();
  const done = Promise.all([pipeline(packed, rows), load(one, rows)]);
  // Awaited later; until then nobody listens.
  done.catch(() => packed.destroy());
  return { one, packed, done };
}
