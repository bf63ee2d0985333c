import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { ChannelBody } from '../../contract/channel.ts';
import type { RouteBody, RouteSeverity } from '../../contract/route.ts';
import { wordsFor } from '../api/api-problem.ts';
import { forgetRoutes, routeApi } from '../api/routes.ts';
import { SEVERITY_CHOICES } from '../format/route.ts';
import { linesOf } from '../format/silence.ts';
import { useSettled } from '../use-settled.ts';
import { ChannelPicker } from './ChannelPicker.tsx';
import { DigestFields, type DigestText, readDigest, textOf } from './DigestFields.tsx';
import { MatcherField } from './MatcherField.tsx';
import { RoutePreview } from './RoutePreview.tsx';

export interface RouteFormProps {
  channels: readonly ChannelBody[];
  /** The route that is edited. */
  before?: RouteBody;
  onClose: () => void;
}

/** Which alerts, to whom, with what would have gone this way. */
export function RouteForm({ channels, before, onClose }: RouteFormProps) {
  const id = useId();
  const [name, setName] = useState(before?.name ?? '');
  const [text, setText] = useState(before?.matchers.join('\n') ?? '');
  const [minSeverity, setMinSeverity] = useState<RouteSeverity>(before?.minSeverity ?? 'warning');
  const [chosen, setChosen] = useState<readonly string[]>(before?.channels ?? []);
  const [digest, setDigest] = useState<DigestText | null>(textOf(before));
  const [enabled, setEnabled] = useState(before?.enabled ?? true);
  const settled = useSettled(text);
  const save = useMutation({
    mutationFn: () => {
      const draft = {
        name: name.trim(),
        matchers: [...linesOf(text)],
        minSeverity,
        channels: [...chosen],
        digest: digest === null ? null : readDigest(digest),
        enabled,
      };
      return before === undefined ? routeApi.create(draft) : routeApi.update(before.routeId, draft);
    },
    onSuccess: async () => {
      await forgetRoutes();
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form
      className="silence-form"
      aria-label={before === undefined ? 'New route' : `Route ${before.name}`}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className="silence-row">
        <div className="silence-field silence-why">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div className="silence-field">
          <label htmlFor={`${id}-severity`}>Severity</label>
          <select
            id={`${id}-severity`}
            value={minSeverity === 'critical' ? 'critical' : 'warning'}
            onChange={(event) => setMinSeverity(event.target.value as RouteSeverity)}
          >
            {SEVERITY_CHOICES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
      </div>
      <MatcherField
        label="Which alerts, one matcher a line; none takes all of them"
        example={'model=~"pay-.*"\nsegment="country=DE"'}
        value={text}
        onChange={setText}
      />
      <ChannelPicker legend="Goes to" channels={channels} chosen={chosen} onChange={setChosen} />
      <DigestFields value={digest} onChange={setDigest} />
      {before !== undefined && (
        <label className="silence-check">
          <input
            type="checkbox"
            checked={enabled}
            onChange={(event) => setEnabled(event.target.checked)}
          />
          Switched on
        </label>
      )}
      <RoutePreview matchers={linesOf(settled)} minSeverity={minSeverity} />
      <div className="silence-row">
        <button
          type="submit"
          disabled={save.isPending || name.trim() === '' || chosen.length === 0}
        >
          {before === undefined ? 'Add it' : 'Save'}
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <span role="status" className="acknowledge-problem">
          {save.error !== null && wordsFor(save.error)}
        </span>
      </div>
    </form>
  );
}
