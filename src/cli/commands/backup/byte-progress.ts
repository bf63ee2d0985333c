import { Presets, SingleBar } from 'cli-progress';

export interface ByteProgress {
  update(bytes: number): void;
  stop(): void;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size for people: `1.5 GiB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${value.toFixed(value < 10 && power > 0 ? 1 : 0)} ${UNITS[power]}`;
}

/** A bar on standard error, if a person looks at it; without a total only what came so far. */
export function showBytes(what: string, totalBytes: number | null): ByteProgress {
  const stream = process.stderr;
  if (!stream.isTTY) return { update() {}, stop() {} };
  const format = totalBytes === null ? `${what} {size}` : `${what} {bar} {percentage}% | {size}`;
  const bar = new SingleBar(
    { stream, format, hideCursor: true, barsize: 30 },
    Presets.shades_classic,
  );
  bar.start(Math.max(1, totalBytes ?? 1), 0, { size: sizeText(0) });
  return {
    update: (bytes) => bar.update(bytes, { size: sizeText(bytes) }),
    stop: () => bar.stop(),
  };
}
