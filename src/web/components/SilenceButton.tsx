import { useState } from 'react';
import type { AlertBody } from '../../contract/alert.ts';
import { matchersOf } from '../format/silence.ts';
import { useKeys } from '../use-keys.ts';
import { SilenceForm } from './SilenceForm.tsx';

/** Opens the form that silences an alert and its like. */
export function SilenceButton({ alert }: { alert: AlertBody }) {
  const [isOpen, setOpen] = useState(false);
  const canSilence = alert.state !== 'resolved';
  useKeys(canSilence ? { s: () => setOpen(true) } : {});
  if (!canSilence) return null;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-keyshortcuts="s"
        onClick={() => setOpen(!isOpen)}
      >
        Silence <kbd>s</kbd>
      </button>
      {isOpen && (
        <div className="silence-place">
          <SilenceForm matchers={matchersOf(alert)} onClose={() => setOpen(false)} />
        </div>
      )}
    </>
  );
}
