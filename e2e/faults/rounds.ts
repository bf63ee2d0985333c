import { setTimeout as sleep } from 'node:timers/promises';
import { enginePids } from './engine-pids.ts';
import type { House } from './house.ts';
import { isReady } from './server-process.ts';

export const FAULTS = ['server', 'clickhouse', 'postgres', 'freeze', 'pair', 'stop'] as const;
export type Fault = (typeof FAULTS)[number];

const freezeMs = 20_000;

/** Breaks something once, at a random moment, and waits until the house answers again. */
export async function breakOnce(fault: Fault, house: House, random: () => number): Promise<void> {
  await sleep(500 + random() * 2_000);
  if (fault === 'server') await house.killServer(0);
  else if (fault === 'stop') await house.restartServer(0);
  else if (fault === 'pair') await house.killServer(random() < 0.5 ? 0 : 1);
  else await breakEngine(fault, house);
  await untilReady(house);
}

async function breakEngine(fault: 'clickhouse' | 'postgres' | 'freeze', house: House) {
  const server = house.servers[0];
  if (server === undefined) throw new Error('there is no server to break');
  const pid = await findEngine(fault === 'postgres' ? 'postgres' : 'clickhouse', server.pid);
  if (fault !== 'freeze') {
    process.kill(pid, 'SIGKILL');
    return;
  }
  process.kill(pid, 'SIGSTOP');
  await sleep(freezeMs);
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // The supervisor has taken it for dead, as it should, and replaced it.
  }
}

/** It may be on its way back from the round before. */
async function findEngine(engine: 'clickhouse' | 'postgres', serverPid: number): Promise<number> {
  const deadlineMs = Date.now() + 60_000;
  while (Date.now() < deadlineMs) {
    const pid = (await enginePids(serverPid))[engine];
    if (pid !== null) return pid;
    await sleep(50);
  }
  throw new Error(`server ${serverPid} has had no ${engine} process for a minute`);
}

async function untilReady(house: House): Promise<void> {
  const deadlineMs = Date.now() + 120_000;
  while (Date.now() < deadlineMs) {
    const ready = await Promise.all(house.servers.map((server) => isReady(server.url)));
    if (ready.every(Boolean)) return;
    await sleep(100);
  }
  throw new Error('the server did not become ready again within two minutes');
}
