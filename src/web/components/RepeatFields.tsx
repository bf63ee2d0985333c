import { useId } from 'react';
import type { RepeatBody } from '../../contract/silence.ts';
import { CronFields, type CronText, readCron } from './CronFields.tsx';

export interface RepeatText extends CronText {
  readonly minutes: string;
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
          <CronFields
            label="Begins"
            zoneOtherwise="that of the model"
            value={value}
            onChange={(when) => onChange({ ...value, ...when })}
          />
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
        </>
      )}
    </div>
  );
}

export function readRepeat({ minutes, ...when }: RepeatText): RepeatBody {
  return { ...readCron(when), durationMinutes: Number(minutes) };
}
