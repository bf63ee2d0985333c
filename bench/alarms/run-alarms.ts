import { parseArgs } from 'node:util';
import { judgeResults, LIMITS } from './acceptance.ts';
import { collectResults, type GridCell } from './collect-results.ts';
import { lowerLimit } from './estimate.ts';
import { allJobs } from './jobs.ts';
import { hasReferenceData } from './real/reference-data.ts';
import { type JobAnswer, runInProcesses } from './run-in-processes.ts';
import { summarize } from './summarize.ts';
import { writePage } from './write-page.ts';

/** A cell found above this is measured again, with new draws and more of them; only those count,
 *  so that the choice of what to repeat makes no result look better. */
const SUSPECT = LIMITS.mostCells;

/** Runs the bench of false alarms; the exit code is 1 where a promise is broken. */
export async function runAlarms(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      page: { type: 'boolean', default: false },
    },
  });
  const { quick, json, only } = values;
  const page = values.page || (!quick && only === '');
  const seed = Number(values.seed);
  const startedAtMs = performance.now();
  const names = allJobs()
    .map((job) => job.name)
    .filter((name) => name.includes(only));
  const run = (chosen: readonly string[], again: boolean) =>
    runInProcesses(chosen, {
      processes: Number(values.processes),
      order: { seed, quick, again },
      onAnswer: ({ name, seconds }, done, all) =>
        void process.stderr.write(
          `${again ? 'again ' : ''}${done}/${all} ${name} (${seconds.toFixed(1)} s)\n`,
        ),
    });
  const first = await run(names, false);
  const suspects = first.filter(isSuspect).map(({ name }) => name);
  const again = new Map((await run(suspects, true)).map((answer) => [answer.name, answer]));
  const results = collectResults(first.map((answer) => again.get(answer.name) ?? answer));
  const judgement = judgeResults(results);
  const absent = hasReferenceData() ? [] : ['real electricity', 'real bicycles'];
  const seconds = (performance.now() - startedAtMs) / 1000;
  const facts = { seed, quick, seconds, absent };
  if (page) writePage(results, judgement, facts);
  if (json) process.stdout.write(`${JSON.stringify(summarize(results, judgement, facts))}\n`);
  else process.stdout.write(`${JSON.stringify(judgement, null, 2)}\n`);
  return judgement.failures.length === 0 ? 0 : 1;
}

/** Above a limit, though not so far that more draws could not change the verdict. */
function isSuspect(answer: JobAnswer): boolean {
  const { cells } = collectResults([answer]);
  const near = ({ kind, observed }: GridCell) =>
    kind !== 'real' && observed.rate > SUSPECT && lowerLimit(observed, 3) <= LIMITS.everyCell;
  const bad = ({ badBaselines }: GridCell) =>
    (badBaselines ?? 0) > 0.2 && (badBaselines ?? 0) < 0.5;
  return cells.some((cell) => near(cell) || bad(cell));
}
