import type { AlertsSearch } from '../search.ts';

export interface AlertFiltersProps {
  search: AlertsSearch;
  models: readonly string[];
  onChange: (search: AlertsSearch) => void;
}

const STATES = [
  ['', 'open'],
  ['firing', 'firing'],
  ['acknowledged', 'acknowledged'],
  ['resolved', 'resolved'],
  ['all', 'all'],
] as const;
const SEVERITIES = [
  ['', 'any severity'],
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['info', 'info'],
] as const;

/** All of it is in the address. */
export function AlertFilters({ search, models, onChange }: AlertFiltersProps) {
  const change = (name: keyof AlertsSearch, value: string) => {
    const { [name]: _, ...rest } = search;
    onChange((value === '' ? rest : { ...rest, [name]: value }) as AlertsSearch);
  };
  // A model that is not known (any more) stays chosen, as the address says so.
  const names = [...new Set([...models, ...(search.model === undefined ? [] : [search.model])])];
  return (
    <search className="filters">
      <Choice
        label="State"
        id="alerts-state"
        value={search.state ?? ''}
        options={STATES}
        onChange={(value) => change('state', value)}
      />
      <Choice
        label="Severity"
        id="alerts-severity"
        value={search.severity ?? ''}
        options={SEVERITIES}
        onChange={(value) => change('severity', value)}
      />
      <Choice
        label="Model"
        id="alerts-model"
        value={search.model ?? ''}
        options={[['', 'any model'], ...names.map((name) => [name, name] as const)]}
        onChange={(value) => change('model', value)}
      />
    </search>
  );
}

interface ChoiceProps {
  label: string;
  id: string;
  value: string;
  options: readonly (readonly [value: string, word: string])[];
  onChange: (value: string) => void;
}

export function Choice({ label, id, value, options, onChange }: ChoiceProps) {
  return (
    <span className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </span>
  );
}
