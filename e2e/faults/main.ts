import { parseArgs } from 'node:util';
import { createRandom } from './random.ts';
import { FAULTS, type Fault } from './rounds.ts';
import { runFault } from './run-fault.ts';

const usage = `npm run faults -- [--rounds 20] [--seed 1] [--fault ${FAULTS.join('|')}]
Kills, freezes and restarts parts of Leeway at random moments of a replay under load, and then
compares what was acknowledged with what is stored, counted and announced.
Exit code 0 if nothing was lost and nothing counts twice, 1 otherwise.`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const chosen = values.fault === undefined ? FAULTS : FAULTS.filter((f) => f === values.fault);
  const rounds = Number(values.rounds);
  if (chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    process.exitCode = (await run(chosen, rounds, Number(values.seed))) ? 0 : 1;
  }
}

async function run(faults: readonly Fault[], rounds: number, seed: number): Promise<boolean> {
  const random = createRandom(seed);
  const accounts: Record<string, unknown> = {};
  let isClean = true;
  for (const fault of faults) {
    const account = await runFault(fault, rounds, random, (line) => console.error(line));
    accounts[fault] = account;
    isClean &&= account.problems.length === 0;
    console.log(
      `${fault}: ${rounds} rounds, sent ${account.sent}, acknowledged ${account.acknowledged}, ` +
        `stored ${account.stored}, doubles ${account.doubles}; alerts ${account.alertsRecorded} of ` +
        `${account.alertsExpected}, notifications ${account.notificationsReceived} of ` +
        `${account.notificationsExpected}`,
    );
    for (const problem of account.problems) console.log(`  PROBLEM ${problem}`);
  }
  console.log(JSON.stringify({ rounds, seed, ...accounts }));
  return isClean;
}
