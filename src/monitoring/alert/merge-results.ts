import { isOutcomeCheck } from '../monitor/measure-checks.ts';
import type { CheckResult, Evaluation } from './alert.ts';
import { quietReason } from './quiet.ts';

/** The results of a revision: those measured anew, and of a partial one the window's others as
 *  they were; each marked whether it may page. */
export function mergeResults(
  draft: Pick<Evaluation, 'results' | 'historical' | 'cause'> & { readonly partial: boolean },
  previous: readonly CheckResult[] | null,
): CheckResult[] {
  const before = new Map((previous ?? []).map((result) => [result.checkId, result]));
  const fresh = new Map(
    draft.results.map((result) => {
      // What labels can change is amended by them, whatever made the window be looked at again.
      const cause = isOutcomeCheck(result) ? 'late_labels' : draft.cause;
      const occasion = { historical: draft.historical, cause };
      const quiet = quietReason(occasion, before.get(result.checkId)) !== null;
      return [result.checkId, { ...result, quiet }];
    }),
  );
  if (!draft.partial || previous === null) return [...fresh.values()];
  return previous.map((result) => fresh.get(result.checkId) ?? result);
}

/** Whether two revisions of a window say the same. Quietness is no part of what they say. */
export function sameResults(a: readonly CheckResult[], b: readonly CheckResult[]): boolean {
  if (a.length !== b.length) return false;
  const others = new Map(b.map((result) => [result.checkId, result]));
  return a.every((result) => {
    const other = others.get(result.checkId);
    return other !== undefined && COMPARED.every((field) => result[field] === other[field]);
  });
}

const COMPARED = [
  'metric',
  'metricVersion',
  'column',
  'segment',
  'verdict',
  'value',
  'warning',
  'critical',
  'n',
  'm',
  'reason',
  'gridId',
] as const satisfies readonly (keyof CheckResult)[];
