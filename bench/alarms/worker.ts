import { allJobs, type JobOptions } from './jobs.ts';
import { seedOf } from './seed-of.ts';

interface JobOrder extends JobOptions {
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
  const seed = seedOf(options.seed, options.again ? `again ${name}` : name);
  const result = await job.run({ ...options, seed });
  const { user, system } = process.cpuUsage(before);
  process.send?.({ name, result, seconds: (user + system) / 1e6 });
}
