import { statfs } from 'node:fs/promises';
import {
  type DaysLeft,
  type DiskSample,
  estimateDaysLeft,
} from '../../monitoring/watch/days-left.ts';

export interface DiskState {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly left: DaysLeft;
}

export interface DiskWatch {
  start(): void;
  stop(): void;
  /** Null where the file system does not say. */
  read(): Promise<DiskState | null>;
}

const EVERY_MS = 5 * 60_000;
/** Three days. */
const KEPT = 864;

/** Watches the disk of the data directory. What it saw is forgotten with the process: an estimate
 *  begins anew after a start. */
export function createDiskWatch(deps: { path: string; now: () => number }): DiskWatch {
  const samples: DiskSample[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function measure() {
    try {
      const { bavail, blocks, bsize } = await statfs(deps.path);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch {
      return null;
    }
  }

  async function sample(): Promise<void> {
    const size = await measure();
    if (size === null) return;
    samples.push({ atMs: deps.now(), freeBytes: size.freeBytes });
    if (samples.length > KEPT) samples.shift();
  }

  return {
    start() {
      void sample();
      timer ??= setInterval(() => void sample(), EVERY_MS).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
    async read() {
      const size = await measure();
      return size === null ? null : { ...size, left: estimateDaysLeft(samples) };
    },
  };
}
