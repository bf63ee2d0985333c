import { useId } from 'react';

/** When something comes round. */
export interface CronText {
  readonly cron: string;
  readonly timeZone: string;
}

export interface CronFieldsProps {
  label: string;
  /** What an empty zone stands for. */
  zoneOtherwise: string;
  value: CronText;
  onChange: (value: CronText) => void;
}

export function CronFields({ label, zoneOtherwise, value, onChange }: CronFieldsProps) {
  const id = useId();
  const { cron, timeZone } = value;
  return (
    <>
      <div className="silence-field">
        <label htmlFor={`${id}-cron`}>{label}, as five fields of cron</label>
        <input
          id={`${id}-cron`}
          required
          spellCheck={false}
          value={cron}
          onChange={(event) => onChange({ cron: event.target.value, timeZone })}
        />
      </div>
      <div className="silence-field">
        <label htmlFor={`${id}-zone`}>Time zone</label>
        <input
          id={`${id}-zone`}
          spellCheck={false}
          placeholder={zoneOtherwise}
          value={timeZone}
          onChange={(event) => onChange({ cron, timeZone: event.target.value })}
        />
      </div>
    </>
  );
}

/** For the server, which knows what no zone means. */
export function readCron({ cron, timeZone }: CronText): { cron: string; timeZone?: string } {
  const zone = timeZone.trim();
  return { cron, ...(zone === '' ? {} : { timeZone: zone }) };
}
