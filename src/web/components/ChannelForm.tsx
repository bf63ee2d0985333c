import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { wordsFor } from '../api/api-problem.ts';
import { queryClient } from '../api/queries.ts';
import { channelKindsQuery, settingsApi } from '../api/settings.ts';
import { type ChannelField, configOf } from '../format/channel-form.ts';
import { ShownOnce } from './ShownOnce.tsx';

/** A form of whatever fields the server says that a kind of channel has. */
export function ChannelForm() {
  const { data: kinds = [] } = useQuery(channelKindsQuery);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const kind = kinds.find((one) => one.kind === chosen) ?? kinds[0];
  const create = useMutation({
    mutationFn: () =>
      settingsApi.createChannel({
        name: name.trim(),
        kind: kind?.kind ?? '',
        config: configOf(kind?.fields ?? [], values),
      }),
    onSuccess() {
      setName('');
      setValues({});
      return queryClient.invalidateQueries({ queryKey: ['channels'] });
    },
  });
  const secret = create.data?.secret ?? null;
  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }
  return (
    <details>
      <summary>Add a channel</summary>
      <form onSubmit={submit} aria-label="New channel">
        <div className="fields">
          <label>
            <span>Kind</span>
            <select value={kind?.kind ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {kinds.map((one) => (
                <option key={one.kind}>{one.kind}</option>
              ))}
            </select>
          </label>
          <label>
            <span>Name</span>
            <input
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
        </div>
        {kind?.fields.map((field) => (
          <Field
            key={`${kind.kind} ${field.name}`}
            field={field}
            value={values[field.name] ?? ''}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <p className="import-action">
          <button type="submit" className="primary" disabled={create.isPending}>
            Add it
          </button>
        </p>
        <p role="alert" className="problem-line">
          {create.error !== null && wordsFor(create.error)}
        </p>
      </form>
      {secret !== null && (
        <ShownOnce
          label="Its signing secret"
          secret={secret}
          hint="The receiver verifies messages with it. It is shown this once."
          onClose={() => create.reset()}
        />
      )}
    </details>
  );
}

interface FieldProps {
  field: ChannelField;
  value: string;
  onChange: (value: string) => void;
}

function Field({ field, value, onChange }: FieldProps) {
  const { name, input, choices, required, description } = field;
  const id = useId();
  const choice = input === 'flag' ? ['true', 'false'] : choices;
  return (
    <div className="fields channel-field">
      <div className="field">
        <label htmlFor={id}>
          {name}
          {required ? '' : ' (may be left out)'}
        </label>
        {choice.length > 0 ? (
          <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">as the server has it</option>
            {choice.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            type={input === 'secret' ? 'password' : input === 'number' ? 'number' : 'text'}
            autoComplete="off"
            spellCheck={false}
            required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </div>
      <p className="muted field-reason">
        {description}
        {input === 'list' && ' Between commas.'}
      </p>
    </div>
  );
}
