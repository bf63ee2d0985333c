import { Readable } from 'node:stream';
import tar from 'tar-stream';
import type { BackupEntry } from './take-backup.ts';

/** Entries as one tar file. A reader that leaves ends their making. */
export function packBackup(entries: AsyncIterable<BackupEntry>, now: () => number): Readable {
  const pack = tar.pack();
  const closed = new Promise<never>((_, reject) => {
    pack.once('close', () => reject(new Error('the reader of the backup left')));
  });
  closed.catch(() => {});

  async function fill(): Promise<void> {
    for await (const { name, data } of entries) {
      const header = { name, size: data.length, mode: 0o600, mtime: new Date(now()) };
      const written = new Promise<void>((resolve, reject) => {
        pack.entry(header, data, (error) => (error ? reject(error) : resolve()));
      });
      await Promise.race([written, closed]);
    }
    pack.finalize();
  }
  fill().catch((error: Error) => pack.destroy(error));
  return Readable.from(pack);
}
