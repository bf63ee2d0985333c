import type { Config } from '../config.ts';
import { checkEngines } from './check-engines.ts';
import { checkDataDirectory, checkLock, checkNode } from './check-machine.ts';
import { checkPort } from './check-port.ts';
import { type Finding, skipped } from './finding.ts';

/** What holds on this machine. With a server up, its databases and its port are its own. */
export async function examineMachine(config: Config, serverRuns: boolean): Promise<Finding[]> {
  const findings = [checkNode(), ...(await checkDataDirectory(config.dataDir))];
  if (findings.every((one) => one.state !== 'failed'))
    findings.push(await checkLock(config.dataDir));
  if (serverRuns) return findings;
  findings.push(await checkPort(config.host, config.port));
  const sound = findings.every((one) => one.state !== 'failed' || one.check === 'port');
  if (!sound) {
    return [...findings, skipped('databases', 'Not tried before the rest is right.')];
  }
  return [...findings, ...(await checkEngines(config))];
}
