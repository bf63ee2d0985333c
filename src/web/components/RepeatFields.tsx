import { useId } from 'react';
import type { RepeatBody } from '../../contract/silence.ts';

export interface RepeatText {
  readonly cron: string;
  readonly minutes: string;
  readonly timeZone: string;
}

export interface RepeatFieldsProps {
  value: RepeatText | null;
  onChange: (value: RepeatText | null) => void;
}

const WEEKLY: RepeatText = { cron: '0 2 * * SUN', minutes: '180', timeZone: '' };

/** Whether a silence is a maintenance window, and when it comes round. */
export function RepeatFields({ value, onChange }: RepeatFieldsProps) {
  const id = useId();
  return (
    <div className="silence-row">
      <label className="silence-check">
        <input
          type="checkbox"
          checked={value !== null}
          onChange={(event) => onChange(event.target.checked ? WEEKLY : null)}
        />
        Again and again, as a maintenance window
      </label>
      {value !== null && (
        <>
          <div className="silence-field">
            <label htmlFor={`${id}-cron`}>Begins, as five fields of cron</label>
            <input
              id={`${id}-cron`}
              required
              spellCheck={false}
              value={value.cron}
              onChange={(event) => onChange({ ...value, cron: event.target.value })}
            />
          </div>
          <div className="silence-field">
            <label htmlFor={`${id}-minutes`}>Minutes each time</label>
            <input
              id={`${id}-minutes`}
              type="number"
              min={1}
              max={10_080}
              required
              value={value.minutes}
              onChange={(event) => onChange({ ...value, minutes: event.target.value })}
            />
          </div>
          <div className="silence-field">
            <label htmlFor={`${id}-zone`}>Time zone</label>
            <input
              id={`${id}-zone`}
              spellCheck={false}
              placeholder="that of the model"
              value={value.timeZone}
              onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
            />
          </div>
        </>
      )}
    </div>
  );
}

export function readRepeat({ cron, minutes, timeZone }: RepeatText): RepeatBody {
  const zone = timeZone.trim();
  return {
    cron,
    durationMinutes: Number(minutes),
    ...(zone === '' ? {} : { timeZone: zone }),
  };
}
