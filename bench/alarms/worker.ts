import { isSuspect } from './is-suspect.ts';
import { allJobs, type JobOptions } from './jobs.ts';
import { seedOf } from './seed-of.ts';

interface JobOrder extends Omit<JobOptions, 'again'> {
  readonly name: string;
}

const jobs = new Map(allJobs().map((job) => [job.name, job]));

process.on('message', (order: JobOrder) => {
  void answer(order);
});

async function answer({ name, ...options }: JobOrder): Promise<void> {
  const job = jobs.get(name);
  if (job === undefined) throw new Error(`No job "${name}".`);
  const before = process.cpuUsage();
  const run = (again: boolean) =>
    job.run({ ...options, again, seed: seedOf(options.seed, again ? `again ${name}` : name) });
  const first = await run(false);
  const isSecond = isSuspect({ name, result: first });
  const result = isSecond ? await run(true) : first;
  const { user, system } = process.cpuUsage(before);
  process.send?.({ name, result, isSecond, seconds: (user + system) / 1e6 });
}
