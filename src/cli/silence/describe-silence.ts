import type { SilenceBody, SilencePreviewBody } from '../../contract/silence.ts';

/** One line a silence, its fields set apart by tabs. */
export function describeSilence(silence: SilenceBody): string {
  return [
    silence.silenceId,
    whenOf(silence),
    silence.matchers.join(' '),
    silence.author,
    silence.comment.replace(/\s+/g, ' '),
  ].join('\t');
}

function whenOf({ state, repeat, inForceUntil, nextInForce, endsAt }: SilenceBody): string {
  const again =
    repeat === null
      ? ''
      : `, ${repeat.durationMinutes} min from "${repeat.cron}" ${repeat.timeZone} until ${endsAt}`;
  if (state === 'active') return `active until ${inForceUntil}${again}`;
  if (state === 'expired') return `expired ${endsAt}`;
  return nextInForce === null ? `pending${again}` : `pending, next ${nextInForce}${again}`;
}

export function describePreview({ openCount, recentCount, alerts }: SilencePreviewBody): string {
  const count = (many: number) => (many === 1 ? '1 alert' : `${many} alerts`);
  return [
    `It would mute ${count(openCount)} that ${openCount === 1 ? 'is' : 'are'} open, and would have muted ${count(recentCount)} of the last seven days.`,
    ...alerts.map(({ alertId, open, labels, explanation }) => {
      const { model = '', monitor = '', severity = '' } = labels;
      return [alertId, open ? 'open' : 'over', severity, model, monitor, explanation].join('\t');
    }),
  ].join('\n');
}
