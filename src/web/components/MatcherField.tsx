import { useId } from 'react';

export interface MatcherFieldProps {
  label: string;
  example: string;
  value: string;
  onChange: (value: string) => void;
}

/** Which alerts are meant: a matcher a line. */
export function MatcherField({ label, example, value, onChange }: MatcherFieldProps) {
  const id = useId();
  return (
    <div className="silence-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={Math.min(8, Math.max(3, value.split('\n').length))}
        spellCheck={false}
        placeholder={example}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
