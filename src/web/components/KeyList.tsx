import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SCOPES } from '../../contract/common.ts';
import type { KeyBody } from '../../contract/key.ts';
import { accessKey } from '../api/access-key.ts';
import { wordsFor } from '../api/api-problem.ts';
import { queryClient } from '../api/queries.ts';
import { keysQuery, settingsApi } from '../api/settings.ts';
import { formatDay } from '../format/time.ts';
import { ConfirmButton } from './ConfirmButton.tsx';
import { ShownOnce } from './ShownOnce.tsx';

const MEANINGS = {
  ingest: 'ingest: sends rows, and nothing else',
  read: 'read: looks at everything',
  admin: 'admin: looks, sends and changes',
} as const;

const refresh = () => queryClient.invalidateQueries({ queryKey: ['keys'] });

/** Who may do what. */
export function KeyList() {
  const { data, error } = useQuery(keysQuery);
  const live = data?.filter((key) => key.revokedAt === null) ?? [];
  return (
    <section className="panel" aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      {error !== null && data === undefined && <p className="muted">{wordsFor(error)}</p>}
      {data !== undefined && live.length === 0 && (
        <p className="muted">
          There is none, so whoever is on this machine may do everything, and nobody else anything.
        </p>
      )}
      <ul className="settings-list">
        {live.map((key) => (
          <Key key={key.keyId} apiKey={key} />
        ))}
      </ul>
      {data !== undefined && <NewKey first={live.length === 0} />}
    </section>
  );
}

function Key({ apiKey }: { apiKey: KeyBody }) {
  const { keyId, name, scope, createdAt } = apiKey;
  const revoke = useMutation({
    mutationFn: () => settingsApi.revokeKey(keyId),
    onSettled: refresh,
  });
  return (
    <li>
      <span className="settings-name">{name}</span>
      <span>{scope}</span>
      <span className="muted">made {formatDay(Date.parse(createdAt), 'UTC')}</span>
      <span className="settings-actions">
        <ConfirmButton
          words="Revoke"
          subject={name}
          pending={revoke.isPending}
          onConfirm={() => revoke.mutate()}
        />
      </span>
      <p role="status" className="settings-answer">
        {revoke.error !== null && <span className="problem-line">{wordsFor(revoke.error)}</span>}
      </p>
    </li>
  );
}

function NewKey({ first }: { first: boolean }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<KeyBody['scope']>(first ? 'admin' : 'ingest');
  const create = useMutation({
    mutationFn: () => settingsApi.createKey(name.trim(), scope),
    onSuccess(made) {
      setName('');
      // The first key closes the server to whoever has none, this tab too.
      if (made.scope === 'admin' && accessKey.read() === null) accessKey.save(made.secret);
      return refresh();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }
  const made = create.data;
  return (
    <>
      <details>
        <summary>Make a key</summary>
        <form onSubmit={submit} aria-label="New key">
          <div className="fields">
            <label>
              <span>Who has it</span>
              <input
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </label>
            <label>
              <span>Scope</span>
              <select
                value={scope}
                disabled={first}
                onChange={(event) => setScope(event.target.value as KeyBody['scope'])}
              >
                {SCOPES.map((one) => (
                  <option key={one} value={one}>
                    {MEANINGS[one]}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit" className="primary" disabled={create.isPending}>
              Make it
            </button>
          </div>
          {first && (
            <p className="muted">
              The first key closes the server to everybody without one, so it has to be of scope
              admin. This tab will use it.
            </p>
          )}
          <p role="alert" className="problem-line">
            {create.error !== null && wordsFor(create.error)}
          </p>
        </form>
      </details>
      {made !== undefined && (
        <ShownOnce
          label={`The key of ${made.name}`}
          secret={made.secret}
          hint="Send it as Authorization: Bearer …. It is shown this once."
          onClose={() => create.reset()}
        />
      )}
    </>
  );
}
