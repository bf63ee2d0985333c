import { CommandError } from '../command-error.ts';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `90m`, `4h`, `2d`, `1w`, or several: `1d12h`. */
export function readDuration(text: string): number {
  if (!/^(\d{1,6}[mhdw])+$/.test(text)) {
    throw new CommandError(`'${text}' is not a duration. Write 30m, 4h, 2d, 1w or 1d12h.`);
  }
  const parts = [...text.matchAll(/(\d+)([mhdw])/g)];
  const ms = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
  if (ms === 0) throw new CommandError('A duration is longer than nothing.');
  return ms;
}
