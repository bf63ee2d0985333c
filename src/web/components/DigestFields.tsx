import { useId } from 'react';
import type { DigestDraftBody, RouteBody } from '../../contract/route.ts';
import { readersZone } from '../format/silence.ts';

export interface DigestText {
  readonly cron: string;
  readonly timeZone: string;
  readonly critical: NonNullable<DigestDraftBody['critical']>;
  readonly whenQuiet: NonNullable<DigestDraftBody['whenQuiet']>;
}

export interface DigestFieldsProps {
  value: DigestText | null;
  onChange: (value: DigestText | null) => void;
}

const everyMorning = (): DigestText => ({
  cron: '0 9 * * *',
  timeZone: readersZone(),
  critical: 'immediately',
  whenQuiet: 'nothing',
});

/** Whether a route sums up, and when. */
export function DigestFields({ value, onChange }: DigestFieldsProps) {
  const id = useId();
  return (
    <div className="silence-row">
      <label className="silence-check">
        <input
          type="checkbox"
          checked={value !== null}
          onChange={(event) => onChange(event.target.checked ? everyMorning() : null)}
        />
        As a digest: one message at given times
      </label>
      {value !== null && (
        <>
          <div className="silence-field">
            <label htmlFor={`${id}-cron`}>When, as five fields of cron</label>
            <input
              id={`${id}-cron`}
              required
              spellCheck={false}
              value={value.cron}
              onChange={(event) => onChange({ ...value, cron: event.target.value })}
            />
          </div>
          <div className="silence-field">
            <label htmlFor={`${id}-zone`}>Time zone</label>
            <input
              id={`${id}-zone`}
              spellCheck={false}
              placeholder="UTC"
              value={value.timeZone}
              onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
            />
          </div>
          <label className="silence-check">
            <input
              type="checkbox"
              checked={value.critical === 'immediately'}
              onChange={(event) =>
                onChange({ ...value, critical: event.target.checked ? 'immediately' : 'digest' })
              }
            />
            Critical alerts at once, and not in the digest
          </label>
          <label className="silence-check">
            <input
              type="checkbox"
              checked={value.whenQuiet === 'weekly'}
              onChange={(event) =>
                onChange({ ...value, whenQuiet: event.target.checked ? 'weekly' : 'nothing' })
              }
            />
            Say once a week that all is quiet
          </label>
        </>
      )}
    </div>
  );
}

export function textOf(route: RouteBody | undefined): DigestText | null {
  if (route === undefined || route.digest === null) return null;
  const { cron, timeZone, critical, whenQuiet } = route.digest;
  return { cron, timeZone, critical, whenQuiet };
}

export function readDigest({ timeZone, ...rest }: DigestText): DigestDraftBody {
  const zone = timeZone.trim();
  return { ...rest, ...(zone === '' ? {} : { timeZone: zone }) };
}
