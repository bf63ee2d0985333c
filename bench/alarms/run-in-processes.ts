import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobOptions } from './jobs.ts';

/** One job's name and, afterwards, what came of it. */
export interface JobAnswer {
  readonly name: string;
  /** Of a processor: other work on the machine does not count. */
  readonly seconds: number;
  /** The first result was suspicious, and this is another one, of more draws. */
  readonly isSecond: boolean;
  readonly result: unknown;
}

interface Options {
  readonly processes: number;
  /** What every job is told beside its name. */
  readonly order: Omit<JobOptions, 'again'>;
  onAnswer(answer: JobAnswer, done: number, all: number): void;
}

const workerFile = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Runs jobs by name, the next one on whichever process is free. What a job answers depends on its
 *  name and the seed alone, not on who ran it or when. */
export async function runInProcesses(
  names: readonly string[],
  { processes, order, onAnswer }: Options,
): Promise<JobAnswer[]> {
  const waiting = [...names];
  const answers: JobAnswer[] = [];
  const runOne = () =>
    new Promise<void>((resolve, reject) => {
      const child: ChildProcess = fork(workerFile, {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        // Plain JSON would turn an infinite shift into none.
        serialization: 'advanced',
      });
      const next = () => {
        const name = waiting.shift();
        if (name === undefined) child.disconnect();
        else child.send({ ...order, name });
      };
      child.on('message', (answer: JobAnswer) => {
        answers.push(answer);
        onAnswer(answer, answers.length, names.length);
        next();
      });
      child.once('error', reject);
      child.once('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`A process of the bench ended with code ${code}.`));
      });
      next();
    });
  await Promise.all(Array.from({ length: processes }, runOne));
  const place = new Map(names.map((name, index) => [name, index]));
  return answers.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
}
