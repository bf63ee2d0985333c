import { Presets, SingleBar } from 'cli-progress';
import type { ImportTally } from '../../server/files/send-rows.ts';

export interface Progress {
  /** `share` of the file that has been read, from 0 to 1. */
  update(tally: ImportTally, share: number): void;
  stop(): void;
}

const QUIET: Progress = { update() {}, stop() {} };

const FIGURES = '{rows} rows | {rate} rows/s | {refused} refused';

/** A bar on standard error, if a person looks at it. Without figures of the file, only those of
 *  the rows. */
export function showProgress(
  stream: NodeJS.WriteStream,
  now: () => number,
  knowsShare: boolean,
): Progress {
  if (!stream.isTTY) return QUIET;
  const bar = new SingleBar(
    {
      stream,
      format: knowsShare ? `{bar} {percentage}% | ${FIGURES}` : FIGURES,
      hideCursor: true,
      barsize: 30,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  const startedAt = now();
  bar.start(1_000, 0, { rows: '0', rate: '0', refused: '0' });
  return {
    update(tally, share) {
      const seconds = Math.max(0.001, (now() - startedAt) / 1_000);
      bar.update(Math.round(share * 1_000), {
        rows: tally.sent.toLocaleString('en'),
        rate: Math.round(tally.sent / seconds).toLocaleString('en'),
        refused: tally.refused.toLocaleString('en'),
      });
    },
    stop: () => bar.stop(),
  };
}
