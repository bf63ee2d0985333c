import type { DigestDraftBody, RouteBody } from '../../contract/route.ts';
import { readersZone } from '../format/time.ts';
import { CronFields, type CronText, readCron } from './CronFields.tsx';

export interface DigestText extends CronText {
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
          <CronFields
            label="When"
            zoneOtherwise="UTC"
            value={value}
            onChange={(when) => onChange({ ...value, ...when })}
          />
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

export function readDigest({ critical, whenQuiet, ...when }: DigestText): DigestDraftBody {
  return { ...readCron(when), critical, whenQuiet };
}
