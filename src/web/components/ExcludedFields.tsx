import type { StretchText } from '../format/history-draft.ts';

export interface ExcludedFieldsProps {
  value: readonly StretchText[];
  /** What a new one begins with. */
  start: { readonly from: string; readonly to: string };
  onChange: (value: readonly StretchText[]) => void;
}

const DAY_MS = 86_400_000;

/** A new one is right as it stands: the first day of the period. */
function firstDay({ from, to }: ExcludedFieldsProps['start']) {
  const startMs = Date.parse(`${from}Z`);
  if (Number.isNaN(startMs)) return { from, to };
  return { from, to: new Date(startMs + DAY_MS).toISOString().slice(0, 16) };
}

/** Periods that are no example: a holiday, an incident. */
export function ExcludedFields({ value, start, onChange }: ExcludedFieldsProps) {
  const change = (at: number, part: Partial<StretchText>) =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="excluded-fields">
      <legend>Left out, and never learnt from</legend>
      {value.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place and nothing else
        <div className="fields" key={index}>
          <label>
            <span>From</span>
            <input
              type="datetime-local"
              required
              value={one.from}
              onChange={(event) => change(index, { from: event.target.value })}
            />
          </label>
          <label>
            <span>Until</span>
            <input
              type="datetime-local"
              required
              value={one.to}
              onChange={(event) => change(index, { to: event.target.value })}
            />
          </label>
          <label>
            <span>Because</span>
            <input
              maxLength={200}
              placeholder="holiday"
              value={one.reason}
              onChange={(event) => change(index, { reason: event.target.value })}
            />
          </label>
          <button
            type="button"
            className="quiet"
            aria-label={`Leave ${one.reason === '' ? `period ${index + 1}` : one.reason} in`}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            Leave it in
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() => onChange([...value, { ...firstDay(start), reason: '' }])}
      >
        Leave a period out
      </button>
    </fieldset>
  );
}
