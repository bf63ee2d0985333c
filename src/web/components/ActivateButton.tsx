import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BaselineBody } from '../../contract/baseline.ts';
import { wordsFor } from '../api/api-problem.ts';
import { baselineApi } from '../api/baselines.ts';

export interface ActivateButtonProps {
  model: string;
  baseline: BaselineBody;
}

/** Has monitors judge by another baseline, once it was said what that changes. */
export function ActivateButton({ model, baseline }: ActivateButtonProps) {
  const [asked, setAsked] = useState(false);
  const { name, version, baselineId } = baseline;
  const activate = useMutation({
    mutationFn: () => baselineApi.activate(model, baselineId),
    onSuccess: () => setAsked(false),
  });
  if (!asked) {
    return (
      <button type="button" aria-label={`Use ${name}`} onClick={() => setAsked(true)}>
        Use it
      </button>
    );
  }
  return (
    <span className="confirm-use">
      <span>
        Monitors of {version === null ? 'every version' : `version ${version}`} judge by “{name}”
        from the next window on, and learn from its windows. What was judged stays as it was.
      </span>
      <button
        type="button"
        className="primary"
        disabled={activate.isPending}
        // biome-ignore lint/a11y/noAutofocus: the button that was pressed became this one
        autoFocus
        onClick={() => activate.mutate()}
      >
        Use {name}
      </button>
      <button type="button" className="quiet" onClick={() => setAsked(false)}>
        Keep the one in use
      </button>
      <span role="alert" className="problem-line">
        {activate.error !== null && wordsFor(activate.error)}
      </span>
    </span>
  );
}
