import type { ModelHealth } from './judge-health.ts';
import { isFailing } from './worst-verdict.ts';

/** How many models are how, in one sentence. */
export function describeFleet(healths: readonly ModelHealth[]): string {
  const all = healths.length;
  if (all === 0) return 'No model is registered yet.';
  const failing = healths.filter(({ worst }) => isFailing(worst)).length;
  const unknown = healths.filter(({ worst }) => !isFailing(worst) && worst !== 'ok').length;
  const of = `${all.toLocaleString('en-US')} ${all === 1 ? 'model' : 'models'}`;
  const first =
    failing > 0
      ? `${failing.toLocaleString('en-US')} of ${of} ${failing === 1 ? 'needs' : 'need'} attention`
      : unknown === all
        ? `Nothing is known yet about ${all === 1 ? 'the only model' : `the ${of}`}`
        : `None of ${of} ${all === 1 ? 'needs' : 'need'} attention`;
  if (unknown === 0 || unknown === all) return `${first}.`;
  return `${first}; ${unknown.toLocaleString('en-US')} ${unknown === 1 ? 'is' : 'are'} not fully known.`;
}
