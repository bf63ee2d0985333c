import { re2Patterns } from '../../adapters/silence/re2-patterns.ts';
import type { CheckMuteBody } from '../../contract/monitor.ts';
import type { Model } from '../../monitoring/model/model.ts';
import type { Monitor } from '../../monitoring/monitor/monitor.ts';
import type { Labels } from '../../monitoring/silence/matcher.ts';
import type { Mute } from '../../monitoring/silence/silence.ts';
import { mutesOf } from '../../monitoring/silence/silence-state.ts';

const SEVERITIES = ['warning', 'critical'] as const;

/** Silences that would keep alerts of a check from people, whether or not it has any. */
export function describeMutes(
  mutes: readonly Mute[],
  model: Pick<Model, 'name'>,
  monitor: Pick<Monitor, 'name' | 'environment' | 'segment'>,
  check: { readonly checkId: string; readonly metric: string; readonly column: string | null },
): CheckMuteBody[] {
  if (mutes.length === 0) return [];
  const labels = (severity: string): Labels => ({
    model: model.name,
    environment: monitor.environment,
    monitor: monitor.name,
    check: check.checkId,
    metric: check.metric,
    column: check.column ?? '',
    segment: monitor.segment,
    severity,
  });
  const muting = SEVERITIES.map((severity) => mutesOf(mutes, labels(severity), re2Patterns));
  return mutes.flatMap((mute) => {
    const severities = SEVERITIES.filter((_, i) => muting[i]?.includes(mute));
    if (severities.length === 0) return [];
    const { silenceId, comment } = mute.silence;
    const until = new Date(mute.untilMs).toISOString();
    return [{ silenceId, reason: mute.reason, comment, until, severities }];
  });
}
