import { type FormEvent, useState } from 'react';
import type { FeatureOverviewWire } from '../../contract/feature-overview.ts';
import {
  formatInterval,
  fromLocalField,
  nominalLength,
  shiftedInterval,
  toLocalField,
} from '../format/interval.ts';
import { formatDigits } from '../format/number.ts';
import { nameSegment } from '../format/segment.ts';
import { formatWindow, utcWindow } from '../format/time.ts';
import type { FeatureSearch } from '../search.ts';
import { useKeys } from '../use-keys.ts';
import { Choice } from './AlertFilters.tsx';

export interface WindowPickerProps {
  feature: FeatureOverviewWire;
  search: FeatureSearch;
  onChange: (search: FeatureSearch) => void;
}

const WEEK_MS = 7 * 86_400_000;

/** Which window is looked at, against what, and of which rows. */
export function WindowPicker({ feature, search, onChange }: WindowPickerProps) {
  const { comparison, choices, model } = feature;
  const { timeZone } = model;
  const window = comparison?.window ?? null;
  const startMs = Date.parse(window?.start ?? feature.range.from);
  const endMs = Date.parse(window?.end ?? feature.range.to);
  const lengthMs = nominalLength(startMs, endMs, timeZone);
  const change = (part: { [Name in keyof FeatureSearch]?: FeatureSearch[Name] | undefined }) => {
    const entries = Object.entries({ ...search, ...part }).filter(([, one]) => one !== undefined);
    onChange(Object.fromEntries(entries) as FeatureSearch);
  };
  const shifted = (byMs: number) => shiftedInterval(startMs, endMs, byMs, timeZone);
  const shift = (windows: 1 | -1) => change({ window: shifted(windows * lengthMs) });
  useKeys({ '[': () => shift(-1), ']': () => shift(1) });

  const before = shifted(-lengthMs);
  const weekBefore = shifted(-WEEK_MS);
  const against = search.against ?? '';
  const options: (readonly [string, string])[] = [
    ['', 'the baseline'],
    [before, 'the window before'],
    [weekBefore, 'the same time a week before'],
  ];
  const isOther = !options.some(([value]) => value === against);
  const other = comparison?.against;
  return (
    <section className="window-picker" aria-label="What is compared">
      <div className="window-line">
        <span>
          <strong>Window</strong>{' '}
          <span title={utcWindow(startMs, endMs)}>{formatWindow(startMs, endMs, timeZone)}</span>{' '}
          <span className="muted">
            {timeZone}
            {window !== null && `, ${formatDigits(Math.round(window.rows))} predictions`}
          </span>
        </span>
        <span className="window-steps">
          <button type="button" className="quiet" onClick={() => shift(-1)} aria-keyshortcuts="[">
            Earlier <kbd>[</kbd>
          </button>
          <button type="button" className="quiet" onClick={() => shift(1)} aria-keyshortcuts="]">
            Later <kbd>]</kbd>
          </button>
        </span>
      </div>
      <div className="window-line">
        <Choice
          label="Against"
          id="against"
          value={against}
          options={isOther ? [...options, [against, 'another period']] : options}
          onChange={(value) => change({ against: value === '' ? undefined : value })}
        />
        <span className="muted">{other == null ? '' : describeSide(other, timeZone)}</span>
        {choices.length > 0 && (
          <Choice
            label="Of"
            id="segment"
            value={feature.segment}
            options={[
              ['', 'the whole model'],
              ...choices.map((one) => [one, nameSegment(one)] as const),
            ]}
            onChange={(value) => change({ segment: value === '' ? undefined : value })}
          />
        )}
      </div>
      <details className="window-other">
        <summary>Choose other periods</summary>
        <PeriodForm
          title="Window"
          id="window"
          startMs={startMs}
          endMs={endMs}
          timeZone={timeZone}
          onChoose={(value) => change({ window: value })}
        />
        <PeriodForm
          title="Against"
          id="against"
          startMs={Date.parse(other?.start ?? '') || startMs - WEEK_MS}
          endMs={Date.parse(other?.end ?? '') || endMs - WEEK_MS}
          timeZone={timeZone}
          onChoose={(value) => change({ against: value })}
        />
      </details>
    </section>
  );
}

function describeSide(
  side: NonNullable<NonNullable<FeatureOverviewWire['comparison']>['against']>,
  timeZone: string,
): string {
  const rows = `${formatDigits(Math.round(side.rows))} rows`;
  if (side.start === null || side.end === null) return `“${side.name}”, ${rows}`;
  return `${formatWindow(Date.parse(side.start), Date.parse(side.end), timeZone)}, ${rows}`;
}

interface PeriodFormProps {
  title: string;
  id: string;
  startMs: number;
  endMs: number;
  timeZone: string;
  onChoose: (interval: string) => void;
}

/** Moments in the zone of the model. */
function PeriodForm({ title, id, startMs, endMs, timeZone, onChoose }: PeriodFormProps) {
  const [problem, setProblem] = useState('');
  // A new window comes while somebody writes: what was begun stays.
  const current = `${startMs} ${endMs}`;
  const [edited, setEdited] = useState<string | null>(null);
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const from = fromLocalField(String(fields.get('from')), timeZone);
    const to = fromLocalField(String(fields.get('to')), timeZone);
    if (from === null || to === null || from >= to) {
      setProblem('The end has to come after the start.');
      return;
    }
    setProblem('');
    setEdited(null);
    onChoose(formatInterval(from, to));
  }
  return (
    <form
      className="period"
      onSubmit={onSubmit}
      onChange={() => setEdited((before) => before ?? current)}
      key={edited ?? current}
    >
      <strong>{title}</strong>
      <label htmlFor={`${id}-from`}>from</label>
      <input
        id={`${id}-from`}
        name="from"
        type="datetime-local"
        defaultValue={toLocalField(startMs, timeZone)}
      />
      <label htmlFor={`${id}-to`}>to</label>
      <input
        id={`${id}-to`}
        name="to"
        type="datetime-local"
        defaultValue={toLocalField(endMs, timeZone)}
      />
      <button type="submit">Show</button>
      <span role="status" className="acknowledge-problem">
        {problem}
      </span>
    </form>
  );
}
