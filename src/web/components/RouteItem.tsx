import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelBody } from '../../contract/channel.ts';
import type { RouteBody } from '../../contract/route.ts';
import { wordsFor } from '../api/api-problem.ts';
import { forgetRoutes, routeApi } from '../api/routes.ts';
import { describeDigest, describeTaken, leadsNowhere, nameChannels } from '../format/route.ts';
import { readersZone } from '../format/time.ts';
import { ConfirmButton } from './ConfirmButton.tsx';
import { RouteForm } from './RouteForm.tsx';
import { VerdictMark } from './VerdictMark.tsx';

export interface RouteItemProps {
  route: RouteBody;
  channels: readonly ChannelBody[];
}

export function RouteItem({ route, channels }: RouteItemProps) {
  const [isEdited, setEdited] = useState(false);
  const remove = useMutation({
    mutationFn: () => routeApi.remove(route.routeId),
    onSettled: forgetRoutes,
  });
  const { name, matchers, enabled } = route;
  return (
    <li className="route">
      <span className="settings-name">
        {name}
        {!enabled && <span className="muted"> switched off</span>}
      </span>
      <span className="route-taken">
        {describeTaken(route)}
        {matchers.map((matcher) => (
          <code key={matcher}>{matcher}</code>
        ))}
      </span>
      <span className="settings-config">
        {route.channels.length > 0 && <>to {nameChannels(route.channels, channels)}</>}
        {route.digest !== null && <>, {describeDigest(route.digest, readersZone())}</>}
        {enabled && leadsNowhere(route.channels, channels) && (
          <>
            {' '}
            <VerdictMark verdict="warning" word="leads nowhere" />
          </>
        )}
      </span>
      <span className="settings-actions">
        <button
          type="button"
          aria-expanded={isEdited}
          aria-label={`Edit ${name}`}
          onClick={() => setEdited(!isEdited)}
        >
          Edit
        </button>
        <ConfirmButton
          words="Remove"
          subject={name}
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </span>
      <p role="status" className="settings-answer">
        {remove.error !== null && <span className="problem-line">{wordsFor(remove.error)}</span>}
      </p>
      {isEdited && (
        <div className="route-place">
          <RouteForm channels={channels} before={route} onClose={() => setEdited(false)} />
        </div>
      )}
    </li>
  );
}
