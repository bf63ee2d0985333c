import type { ColumnProfile } from '../../metrics/profile.ts';
import type { Feature } from '../model/model.ts';
import { areCategoriesFleeting, weightOfValues } from './describe-values.ts';
import { proposeDrift } from './propose-drift.ts';
import {
  proposeMismatched,
  proposeMissing,
  proposeRange,
  proposeUnseen,
} from './propose-quality.ts';
import type { PassedOver, ProposedCheck } from './recommendation.ts';

/** Of a feature's alarms: how many may be drift, and how many missing values. The rest is for
 *  values of wrong type, range or category. */
const DRIFT = 0.6;
const MISSING = 0.2;

export interface FeatureSubject {
  readonly feature: Feature;
  /** Of the baseline; nothing where it has no such column. */
  readonly column: ColumnProfile | undefined;
  readonly weight: number;
  readonly rowsPerWindow: number | null;
}

/** The checks of one feature. Identifiers, text and embeddings get format and missing values
 *  only: their values are new in every window, drift or not. */
export function proposeFeature(subject: FeatureSubject): ProposedCheck[] | PassedOver {
  const { feature, column, weight, rowsPerWindow } = subject;
  const { name } = feature;
  if (column === undefined) {
    return { subject: name, why: 'The baseline was made without it: make a newer one.' };
  }
  const listed = feature.kind === 'categorical' || feature.kind === 'boolean';
  const compared = !feature.identifier && (listed || feature.kind === 'numeric');
  if (!compared) {
    const own = { column, name, weight: weight / 2 };
    return [proposeMissing(own), proposeMismatched(own)];
  }
  if (weightOfValues(column) === 0) {
    return {
      subject: name,
      why: 'No row of the baseline has a value, so nothing can be compared.',
    };
  }
  const part = (share: number) => ({ column, name, weight: weight * share });
  if (areCategoriesFleeting(column)) {
    // Even without drift the next window has others, so only how many are new can be judged.
    const unseen = proposeUnseen(part(DRIFT));
    const why = `${unseen.why} Which ones they are changes by itself, so they are not compared.`;
    const half = part((1 - DRIFT) / 2);
    return [{ ...unseen, why }, proposeMissing(half), proposeMismatched(half)];
  }
  const rest = part((1 - DRIFT - MISSING) / 2);
  const other = listed ? proposeUnseen(rest) : proposeRange(rest, feature.range);
  return [
    proposeDrift({ ...part(DRIFT), rowsPerWindow }),
    proposeMissing(part(MISSING)),
    proposeMismatched(rest),
    ...(other === null ? [] : [other]),
  ];
}
