import { newId } from '../../adapters/new-id.ts';
import type { FileFormat } from '../../adapters/sources/file-rows.ts';
import type { FileBody } from '../../contract/file.ts';
import type { ReceivedFile } from '../files/receive-file.ts';
import { ApiError } from '../http/api-error.ts';
import { describeTable } from './describe-table.ts';

export interface ShelvedFile {
  readonly projectId: string;
  readonly received: ReceivedFile;
  readonly body: FileBody;
}

/** Files that somebody brought and has not finished with. They are let go of after a while, and
 *  with the server: bringing one again is cheap, and sending its rows again changes nothing. */
export interface FileShelf {
  put(projectId: string, file: BroughtFile): Promise<ShelvedFile>;
  get(projectId: string, fileId: string): ShelvedFile;
  /** Keeps a file from being let go of while the work runs. */
  using<T>(files: readonly ShelvedFile[], work: () => Promise<T>): Promise<T>;
  remove(projectId: string, fileId: string): Promise<void>;
  clear(): Promise<void>;
}

export interface BroughtFile {
  readonly received: ReceivedFile;
  readonly name: string;
  readonly format: FileFormat;
}

const KEPT_MS = 3_600_000;
const MOST_FILES = 20;

interface Entry {
  readonly file: ShelvedFile;
  keptUntilMs: number;
  users: number;
}

export function createFileShelf(now: () => number): FileShelf {
  const entries = new Map<string, Entry>();

  async function drop(fileId: string, entry: Entry): Promise<void> {
    entries.delete(fileId);
    await entry.file.received.remove();
  }

  async function tidy(): Promise<void> {
    const idle = [...entries].filter(([, entry]) => entry.users === 0);
    const late = idle.filter(([, entry]) => entry.keptUntilMs <= now());
    for (const [fileId, entry] of late) await drop(fileId, entry);
    // The oldest goes first: a map keeps the order of its entries.
    const left = idle.filter(([fileId]) => entries.has(fileId));
    while (entries.size >= MOST_FILES && left.length > 0) {
      const [fileId, entry] = left.shift() as [string, Entry];
      await drop(fileId, entry);
    }
  }

  return {
    async put(projectId, { received, name, format }) {
      await tidy();
      const { path, bytes } = received;
      try {
        const table = await describeTable({ path, name, format, bytes });
        const fileId = newId('fil');
        const keptUntilMs = now() + KEPT_MS;
        const keptUntil = new Date(keptUntilMs).toISOString();
        const file = { projectId, received, body: { fileId, ...table, keptUntil } };
        entries.set(fileId, { file, keptUntilMs, users: 0 });
        return file;
      } catch (error) {
        await received.remove();
        throw error;
      }
    },
    get(projectId, fileId) {
      const entry = entries.get(fileId);
      if (entry === undefined || entry.file.projectId !== projectId) {
        throw new ApiError('file_not_found', { detail: { fileId } });
      }
      return entry.file;
    },
    async using(files, work) {
      const used = files.flatMap((file) => entries.get(file.body.fileId) ?? []);
      for (const entry of used) entry.users += 1;
      try {
        return await work();
      } finally {
        for (const entry of used) {
          entry.users -= 1;
          entry.keptUntilMs = now() + KEPT_MS;
        }
      }
    },
    async remove(projectId, fileId) {
      const file = this.get(projectId, fileId);
      const entry = entries.get(file.body.fileId);
      if (entry === undefined) return;
      if (entry.users > 0) throw new ApiError('file_in_use', { detail: { fileId } });
      await drop(fileId, entry);
    },
    async clear() {
      for (const [fileId, entry] of entries) await drop(fileId, entry);
    },
  };
}
