import type { RelativeThreshold } from '../threshold.ts';
import type { ThresholdStrategy } from '../threshold-strategy.ts';

/** Cut-offs a stated share above or below what the metric gives on the baseline; none where it gives
 *  nothing there. The share is of the size of that number, so that `above` is above for one below 0. */
export const relativeStrategy: ThresholdStrategy<RelativeThreshold> = {
  id: 'relative',
  historyWindows: 0,

  bounds({ warning, critical, side }, { baselineValue }) {
    const away = (share: number | null) => {
      if (share === null || baselineValue === null) return null;
      const distance = share * Math.abs(baselineValue);
      return side === 'above' ? baselineValue + distance : baselineValue - distance;
    };
    return { warning: away(warning), critical: away(critical), side };
  },

  findDefect({ warning, critical }, { family, title }) {
    if (family === 'drift') {
      return `${title} compares with the baseline already: what it gives there is nothing to be a share of.`;
    }
    if (warning === null && critical === null) {
      return 'A relative threshold needs a warning or a critical share.';
    }
    for (const [name, share] of Object.entries({ warning, critical })) {
      if (share !== null && !(Number.isFinite(share) && share >= 0)) {
        return `The ${name} share must be a number from 0 on, not ${share}: the side says which way it counts.`;
      }
    }
    return warning !== null && critical !== null && warning > critical
      ? `The warning share ${warning} is larger than the critical share ${critical}, so it would never be met first.`
      : null;
  },
};
