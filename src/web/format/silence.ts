import type { AlertBody } from '../../contract/alert.ts';
import type { SilenceBody } from '../../contract/silence.ts';
import { formatInstant } from './time.ts';

/** What would mute an alert, and little else: one matcher a line. */
export function matchersOf(alert: AlertBody): string {
  const labels = [
    ['model', alert.model],
    ['monitor', alert.monitor],
    ['metric', alert.metric],
    ['column', alert.column],
    ['segment', alert.segment],
  ] as const;
  return labels
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${label}=${quote(value ?? '')}`)
    .join('\n');
}

const quote = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function describeWhen(silence: SilenceBody, timeZone: string): string {
  const at = (time: string) => formatInstant(Date.parse(time), timeZone);
  if (silence.state === 'active') return `until ${at(silence.inForceUntil ?? silence.endsAt)}`;
  if (silence.state === 'expired') return `over since ${at(silence.endsAt)}`;
  return silence.nextInForce === null ? 'never again' : `from ${at(silence.nextInForce)}`;
}

export function describeRepeat({ repeat, endsAt }: SilenceBody, timeZone: string): string | null {
  if (repeat === null) return null;
  const { cron, durationMinutes, timeZone: zone } = repeat;
  const lasting =
    durationMinutes % 60 === 0 ? `${durationMinutes / 60} h` : `${durationMinutes} min`;
  return `${lasting} from “${cron}” ${zone}, until ${formatInstant(Date.parse(endsAt), timeZone)}`;
}
