import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Tests with the real Prometheus; without one they are skipped, and say why. In CI that is a
 *  failure: `.ci/run` installs it. */
export function describeWithPrometheus(name: string, tests: () => void): void {
  const missing = ['prometheus', 'promtool'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined,
  );
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  const reason = `there is no ${missing.join(' and no ')} on this machine`;
  if (process.env['CI']) throw new Error(`/metrics was not read by Prometheus: ${reason}`);
  describe.skip(`${name} (skipped: ${reason})`, tests);
}
