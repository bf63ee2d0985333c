import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelBody } from '../../contract/channel.ts';
import type { DefaultRouteBody } from '../../contract/route.ts';
import { wordsFor } from '../api/api-problem.ts';
import { forgetRoutes, routeApi } from '../api/routes.ts';
import { leadsNowhere, nameChannels } from '../format/route.ts';
import { ChannelPicker } from './ChannelPicker.tsx';
import { VerdictMark } from './VerdictMark.tsx';

export interface DefaultRouteProps {
  value: DefaultRouteBody;
  channels: readonly ChannelBody[];
  /** Whether there are routes before it. */
  isLast: boolean;
}

/** Where alerts go that no route takes. */
export function DefaultRoute({ value, channels, isLast }: DefaultRouteProps) {
  const [chosen, setChosen] = useState<readonly string[] | null>();
  const edited = chosen === undefined ? value.channels : chosen;
  const save = useMutation({
    mutationFn: () => routeApi.setDefault(edited === null ? null : [...edited]),
    onSuccess: async () => {
      await forgetRoutes();
      setChosen(undefined);
    },
  });
  const every = channels.map((one) => one.channelId);
  const isNowhere = leadsNowhere(value.channels ?? every, channels);
  return (
    <li className="route">
      <span className="settings-name">Default</span>
      <span className="route-taken">{isLast ? 'alerts that no route takes' : 'all alerts'}</span>
      <span className="settings-config">
        {value.channels === null ? (
          'to all channels'
        ) : value.channels.length === 0 ? (
          'to nobody'
        ) : (
          <>to {nameChannels(value.channels, channels)}</>
        )}
        {isNowhere && (
          <>
            {' '}
            <VerdictMark verdict="warning" word="leads nowhere" />
          </>
        )}
      </span>
      <span className="settings-actions">
        <button
          type="button"
          aria-expanded={chosen !== undefined}
          aria-label="Edit the default"
          onClick={() => setChosen(chosen === undefined ? value.channels : undefined)}
        >
          Edit
        </button>
      </span>
      {chosen !== undefined && (
        <div className="route-place silence-form">
          <label className="silence-check">
            <input
              type="checkbox"
              checked={edited === null}
              onChange={(event) => setChosen(event.target.checked ? null : every)}
            />
            All channels, those to come too
          </label>
          {edited !== null && (
            <ChannelPicker
              legend="Goes to"
              channels={channels}
              chosen={edited}
              onChange={setChosen}
            />
          )}
          {edited?.length === 0 && (
            <p>
              <VerdictMark verdict="warning" word="Nobody" /> hears of alerts that no route takes.
              They are shown as such, on their pages and under Health.
            </p>
          )}
          <div className="silence-row">
            <button type="button" disabled={save.isPending} onClick={() => save.mutate()}>
              Save
            </button>
            <button type="button" className="quiet" onClick={() => setChosen(undefined)}>
              Cancel
            </button>
            <span role="status" className="acknowledge-problem">
              {save.error !== null && wordsFor(save.error)}
            </span>
          </div>
        </div>
      )}
    </li>
  );
}
