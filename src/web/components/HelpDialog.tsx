import { useEffect, useRef } from 'react';

const KEYS = [
  ['/', 'filter the fleet'],
  ['j k', 'next, previous model or alert'],
  ['Enter', 'open it'],
  ['a', 'acknowledge the alert'],
  ['s', 'silence the alert'],
  ['g m', 'go to the monitors of the model'],
  ['g f', 'go to the fleet'],
  ['g a', 'go to the alerts'],
  ['g q', 'go to the silences'],
  ['g h', 'go to the health of the server'],
  ['g n', 'bring a file'],
  ['g c', 'go to the settings'],
  ['g s', 'go to the segments of the model'],
  ['g b', 'go to the baselines of the model'],
  ['[ ]', 'one window earlier, later'],
  ['t', 'charts as tables, and back'],
  ['← →', 'read the charts window by window'],
  ['Esc', 'leave a field, drop a selection'],
  ['?', 'this help'],
] as const;

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="help-title" className="help">
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
