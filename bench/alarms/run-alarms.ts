import { parseArgs } from 'node:util';
import { judgeResults } from './acceptance.ts';
import { collectResults } from './collect-results.ts';
import { allJobs } from './jobs.ts';
import { hasReferenceData } from './real/reference-data.ts';
import { runInProcesses } from './run-in-processes.ts';
import { summarize } from './summarize.ts';
import { writePage } from './write-page.ts';

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
  const answers = await runInProcesses(names, {
    processes: Number(values.processes),
    order: { seed, quick },
    onAnswer: ({ name, seconds, isSecond }, done, all) =>
      void process.stderr.write(
        `${done}/${all} ${name} (${seconds.toFixed(1)} s${isSecond ? ', twice' : ''})\n`,
      ),
  });
  const results = collectResults(answers);
  const judgement = judgeResults(results);
  const absent = hasReferenceData() ? [] : ['real electricity', 'real bicycles'];
  const seconds = (performance.now() - startedAtMs) / 1000;
  const facts = { seed, quick, seconds, absent };
  if (page) writePage(results, judgement, facts);
  if (json) process.stdout.write(`${JSON.stringify(summarize(results, judgement, facts))}\n`);
  else process.stdout.write(`${JSON.stringify(judgement, null, 2)}\n`);
  return judgement.failures.length === 0 ? 0 : 1;
}
