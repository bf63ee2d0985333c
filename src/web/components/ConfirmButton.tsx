import { useState } from 'react';

export interface ConfirmButtonProps {
  /** What it does, such as "Revoke". */
  words: string;
  /** Of what, for whoever only hears the button. */
  subject: string;
  pending: boolean;
  onConfirm: () => void;
}

/** A button for what cannot be taken back: the second press does it. */
export function ConfirmButton({ words, subject, pending, onConfirm }: ConfirmButtonProps) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <button type="button" aria-label={`${words} ${subject}`} onClick={() => setAsked(true)}>
        {words}
      </button>
    );
  }
  return (
    <span className="confirm">
      <button
        type="button"
        className="danger"
        disabled={pending}
        // biome-ignore lint/a11y/noAutofocus: the button that was pressed became this one
        autoFocus
        onClick={onConfirm}
      >
        {words} {subject}
      </button>
      <button type="button" className="quiet" onClick={() => setAsked(false)}>
        Keep it
      </button>
    </span>
  );
}
