export interface NumberFieldProps {
  label: string;
  value: number;
  whole?: boolean;
  onChange: (value: number) => void;
}

export function NumberField({ label, value, whole = false, onChange }: NumberFieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        className="number-field"
        required
        min={whole ? 1 : 0}
        step={whole ? 1 : 'any'}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}
