import { MultiBar, type SingleBar } from 'cli-progress';

const STAGES = ['sending', 'storing', 'evaluating'] as const;
export type Stage = (typeof STAGES)[number];

/** Shows how many rows each stage of the work is through with, and how fast it goes. */
export interface Progress {
  reach(stage: Stage, rows: number): void;
  stop(): void;
}

interface Screen {
  readonly isTerminal: boolean;
  say(line: string): void;
  nowMs(): number;
}

const SPEAK_EVERY_MS = 10_000;

export function createProgress(
  totalRows: Readonly<Record<Stage, number>>,
  screen: Screen,
): Progress {
  const startedMs = screen.nowMs();
  const rate = (rows: number): number =>
    Math.round(rows / Math.max(0.001, (screen.nowMs() - startedMs) / 1_000));
  return screen.isTerminal ? barsOf(totalRows, rate) : linesOf(totalRows, rate, screen);
}

const inWords = (rows: number): string => rows.toLocaleString('en');

function barsOf(totalRows: Readonly<Record<Stage, number>>, rate: (rows: number) => number) {
  const bars = new MultiBar({
    format: '{stage} {bar} {percentage}%  {count} rows, {rate} rows/s',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
  });
  const figures = (stage: Stage, rows: number) => ({
    stage: stage.padEnd(10),
    count: inWords(rows),
    rate: inWords(rate(rows)),
  });
  const byStage = new Map<Stage, SingleBar>(
    STAGES.map((stage) => [stage, bars.create(totalRows[stage], 0, figures(stage, 0))]),
  );
  return {
    reach(stage: Stage, rows: number): void {
      byStage.get(stage)?.update(rows, figures(stage, rows));
    },
    stop: () => bars.stop(),
  };
}

/** Where nothing can be drawn over, as in the log of a build. */
function linesOf(
  totalRows: Readonly<Record<Stage, number>>,
  rate: (rows: number) => number,
  screen: Screen,
) {
  const reached = new Map<Stage, number>();
  let spokenMs = screen.nowMs();
  const speak = (): void => {
    const parts = [...reached].map(
      ([stage, rows]) =>
        `${stage} ${inWords(rows)} of ${inWords(totalRows[stage])} rows (${inWords(rate(rows))}/s)`,
    );
    if (parts.length > 0) screen.say(`${parts.join(', ')}.`);
    spokenMs = screen.nowMs();
  };
  return {
    reach(stage: Stage, rows: number): void {
      reached.set(stage, rows);
      if (screen.nowMs() - spokenMs >= SPEAK_EVERY_MS) speak();
    },
    stop: speak,
  };
}
