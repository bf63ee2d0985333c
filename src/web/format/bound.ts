import type { AlertDetailsBody } from '../../contract/alert-details.ts';
import { BINDING_WORDS, formatChance } from './alert.ts';

type Certainty = NonNullable<AlertDetailsBody['diagnosis']>['certainty'];
type Origin = Pick<Certainty, 'binding' | 'level' | 'learntFrom'>;

/** Where a bound came from; null where nothing is kept about it. */
export function describeBound(origin: Origin | null): string {
  if (origin === null) return 'Nothing is kept about how this bound came about.';
  const { binding, level, learntFrom } = origin;
  if (binding === null) {
    return 'A person chose this bound: how often it is passed by chance is not known.';
  }
  if (binding === 'none') return 'There is no bound: nothing says yet how this number varies.';
  const chance =
    level !== null && level > 0 ? ` It is passed by chance ${formatChance(level)}.` : '';
  const learnt =
    learntFrom === null || learntFrom === 0
      ? ' How windows differ without harm has not been learnt yet.'
      : ` How windows differ without harm was learnt from ${learntFrom.toLocaleString('en-US')} of them.`;
  return `The bound follows from ${BINDING_WORDS[binding]}.${chance}${learnt}`;
}
