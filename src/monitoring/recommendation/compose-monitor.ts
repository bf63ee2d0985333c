import type { Check } from '../monitor/monitor.ts';
import { CHAMPION, PRODUCTION } from '../prediction/prediction.ts';
import type { ProposedCheck, RecommendedMonitor } from './recommendation.ts';
import type { MonitorRule } from './rules.ts';

export interface MonitorParts {
  readonly name: string;
  readonly rule: MonitorRule;
  readonly proposed: readonly ProposedCheck[];
  readonly segmentsOf: string | null;
  readonly why: string;
}

/** A draft as it would be saved, with a reason for each of its checks. */
export function composeMonitor(parts: MonitorParts): RecommendedMonitor {
  const { name, rule, proposed, segmentsOf, why } = parts;
  const ids = nameChecks(proposed);
  const checks = proposed.map(
    ({ metric, column, parameters, threshold, weight }, index): Check => ({
      checkId: ids[index] ?? '',
      metric,
      column,
      parameters,
      threshold,
      weight,
    }),
  );
  return {
    draft: {
      ...rule,
      name,
      variant: CHAMPION,
      environment: PRODUCTION,
      segment: '',
      segmentsOf,
      checks,
      cooldownMs: 0,
      enabled: true,
    },
    why,
    checks: proposed.map((one, index) => ({
      checkId: ids[index] ?? '',
      metric: one.metric,
      column: one.name,
      threshold: one.threshold,
      weight: one.weight,
      why: one.why,
    })),
  };
}

/** As a draft without ids would name them; where a feature has the name of an output, by the key
 *  of its column. */
function nameChecks(proposed: readonly ProposedCheck[]): string[] {
  const taken = new Set<string>();
  return proposed.map(({ metric, name, column }) => {
    const plain = name === null ? metric : `${metric}(${name})`;
    const id = taken.has(plain) ? `${metric}(${column})` : plain;
    taken.add(id);
    return id;
  });
}
