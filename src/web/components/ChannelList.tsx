import { useMutation, useQuery } from '@tanstack/react-query';
import type { ChannelBody } from '../../contract/channel.ts';
import { wordsFor } from '../api/api-problem.ts';
import { queryClient } from '../api/queries.ts';
import { channelsQuery, settingsApi } from '../api/settings.ts';
import { ChannelForm } from './ChannelForm.tsx';
import { ConfirmButton } from './ConfirmButton.tsx';

/** Where alerts are sent. */
export function ChannelList() {
  const { data, error } = useQuery(channelsQuery);
  return (
    <section className="panel" aria-labelledby="channels-title">
      <h2 id="channels-title">Channels</h2>
      {error !== null && data === undefined && <p className="muted">{wordsFor(error)}</p>}
      {data?.length === 0 && (
        <p className="muted">There is none: alerts are shown here, and nobody is told.</p>
      )}
      <ul className="settings-list">
        {data?.map((channel) => (
          <Channel key={channel.channelId} channel={channel} />
        ))}
      </ul>
      <ChannelForm />
    </section>
  );
}

function Channel({ channel }: { channel: ChannelBody }) {
  const { channelId, name, kind, config, enabled } = channel;
  const test = useMutation({ mutationFn: () => settingsApi.testChannel(channelId) });
  const remove = useMutation({
    mutationFn: () => settingsApi.removeChannel(channelId),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['channels'] }),
        // It is gone from the routes that led to it.
        queryClient.invalidateQueries({ queryKey: ['routes'] }),
      ]),
  });
  const failure = test.error ?? remove.error;
  return (
    <li>
      <span className="settings-name">{name}</span>
      <span>
        {kind}
        {!enabled && <span className="muted"> switched off</span>}
      </span>
      <span className="settings-config muted">
        {Object.entries(config)
          .filter(([, value]) => value !== null && value !== '')
          .map(([field, value]) => `${field} ${String(value)}`)
          .join(' · ')}
      </span>
      <span className="settings-actions">
        <button
          type="button"
          aria-label={`Send a test to ${name}`}
          disabled={test.isPending}
          onClick={() => test.mutate()}
        >
          {test.isPending ? 'Sending…' : 'Send a test'}
        </button>
        <ConfirmButton
          words="Remove"
          subject={name}
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </span>
      <p role="status" className="settings-answer">
        {test.data !== undefined && <TestAnswer answer={test.data} />}
        {failure !== null && <span className="problem-line">{wordsFor(failure)}</span>}
      </p>
    </li>
  );
}

const OUTCOMES = {
  delivered: 'It arrived',
  retry: 'It did not arrive, and an alert would be tried again',
  rejected: 'It was rejected, and an alert would be given up',
} as const;

/** What the receiver really said. */
function TestAnswer({ answer }: { answer: Awaited<ReturnType<typeof settingsApi.testChannel>> }) {
  // Some kinds say more: the text of the answer, and how long it took.
  const { response, durationMs } = answer as { response?: string | null; durationMs?: number };
  return (
    <>
      {OUTCOMES[answer.outcome]}: {answer.detail}
      {durationMs !== undefined && `, after ${Math.round(durationMs)} ms`}.
      {response != null && response !== '' && (
        <>
          {' '}
          It answered <code>{response}</code>
        </>
      )}
    </>
  );
}
