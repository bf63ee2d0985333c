import { setTimeout as sleep } from 'node:timers/promises';
import { openHouse } from './house.ts';
import { type Account, expectedMessages, judge, keysByMessage } from './judge.ts';
import { startReceiver } from './receiver.ts';
import { breakOnce, type Fault } from './rounds.ts';
import { setUp } from './set-up.ts';
import { startTraffic } from './traffic.ts';

/** One kind of fault, a number of times, during one long replay; then the reckoning. */
export async function runFault(
  fault: Fault,
  rounds: number,
  random: () => number,
  progress: (line: string) => void,
): Promise<Account> {
  const receiver = await startReceiver();
  const house = await openHouse(fault === 'pair' ? 2 : 1);
  try {
    await setUp(house, receiver.url);
    const traffic = startTraffic(house);
    for (let round = 1; round <= rounds; round += 1) {
      await breakOnce(fault, house, random);
      progress(`${fault}: round ${round} of ${rounds}`);
    }
    const sent = await traffic.finish();
    progress(`${fault}: ${sent.hours} hours replayed, waiting for the last alerts`);
    const expected = expectedMessages(sent.hours);
    const deadlineMs = Date.now() + 180_000;
    while (keysByMessage(receiver.received).size < expected.size && Date.now() < deadlineMs) {
      await sleep(250);
    }
    return await judge(await house.openStores(), sent, receiver.received);
  } finally {
    await house.close();
    await receiver.close();
  }
}
