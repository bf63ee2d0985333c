import { type FormEvent, useState } from 'react';
import type { KeyRefusal } from '../api/access-key.ts';

const REASONS: Readonly<Record<KeyRefusal, string>> = {
  missing: 'This server asks for a key.',
  invalid: 'The server does not know this key, or it was revoked.',
  scope: 'This key may not read. It was made for something else.',
};

export interface KeyFormProps {
  refusal: KeyRefusal;
  onSubmit: (key: string) => void;
}

export function KeyForm({ refusal, onSubmit }: KeyFormProps) {
  const [key, setKey] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (key.trim() !== '') onSubmit(key);
  }
  return (
    <section className="notice" aria-labelledby="key-title">
      <h1 id="key-title">{REASONS[refusal]}</h1>
      <p>
        Paste a key with the scope <code>read</code>. It stays in this browser tab and goes to this
        server only.
      </p>
      <form onSubmit={submit}>
        <label htmlFor="key">Key</label>
        <input
          id="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="lwy_…"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          // biome-ignore lint/a11y/noAutofocus: the only thing this screen is for
          autoFocus
        />
        <button type="submit" disabled={key.trim() === ''}>
          Open the dashboard
        </button>
      </form>
      <p className="muted">
        No key yet? On the machine of the server: <code>leeway keys create --scope read</code>
      </p>
    </section>
  );
}
