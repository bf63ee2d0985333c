import { useState } from 'react';

export interface ShownOnceProps {
  label: string;
  secret: string;
  /** What to do with it. */
  hint: string;
  onClose: () => void;
}

/** A secret that nobody can ask for again. */
export function ShownOnce({ label, secret, hint, onClose }: ShownOnceProps) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="shown-once" role="status">
      <p>
        {label}: <code>{secret}</code>
      </p>
      <p className="muted">{hint}</p>
      <p>
        <button
          type="button"
          onClick={() => {
            void navigator.clipboard?.writeText(secret).then(() => setCopied(true));
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>{' '}
        <button type="button" className="quiet" onClick={onClose}>
          I have kept it
        </button>
      </p>
    </div>
  );
}
