import type { CheckResult } from '../alert/alert.ts';
import type { Certainty } from './diagnosis.ts';

/** How sure a result is: what it was held against, and where that came from. */
export function judgeCertainty(result: CheckResult): Certainty {
  const { value, n, m, calibration } = result;
  return {
    value,
    bound: boundOf(result),
    n,
    m,
    binding: calibration?.binding ?? null,
    level: calibration?.level ?? null,
    learntFrom: calibration?.learntFrom ?? null,
    minimumDetectable: calibration?.minimumDetectable ?? null,
  };
}

/** The bound that the result went beyond, or the one that it keeps to. */
export function boundOf(result: CheckResult): number | null {
  const { verdict, info, warning, critical } = result;
  if (verdict === 'critical') return critical ?? warning;
  if (verdict === 'info') return info ?? null;
  return warning ?? critical ?? info ?? null;
}
