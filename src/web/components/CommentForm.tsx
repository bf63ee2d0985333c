import { type FormEvent, useId, useState } from 'react';

export interface CommentFormProps {
  /** What sending it does. */
  words: string;
  pending: boolean;
  onSubmit: (comment: string) => void;
  /** Where the alert can be given back too, with what was written. */
  onGiveBack?: (comment: string) => void;
  onClose: () => void;
}

/** What somebody who looks after an alert has to say: it stays on its timeline. */
export function CommentForm({ words, pending, onSubmit, onGiveBack, onClose }: CommentFormProps) {
  const id = useId();
  const [text, setText] = useState('');
  const comment = text.trim();
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit(comment);
  }
  return (
    <form
      className="comment-form"
      aria-label="Comment"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className="silence-field">
        <label htmlFor={id}>Comment, for whoever looks at it next</label>
        <input
          id={id}
          required
          maxLength={2000}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          // biome-ignore lint/a11y/noAutofocus: the form was asked for to write here
          autoFocus
        />
      </div>
      <button type="submit" disabled={pending || comment === ''}>
        {words}
      </button>
      {onGiveBack !== undefined && (
        <button
          type="button"
          disabled={pending || comment === ''}
          onClick={() => onGiveBack(comment)}
        >
          Give it back
        </button>
      )}
      <button type="button" className="quiet" onClick={onClose}>
        Cancel
      </button>
    </form>
  );
}
