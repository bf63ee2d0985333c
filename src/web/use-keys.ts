import { useEffect, useRef } from 'react';

export type KeyActions = Readonly<Record<string, () => void>>;

const SEQUENCE_MS = 1_000;

/** Single keys, and pairs such as "g f", anywhere on the page but in a field. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    let first = '';
    let firstAtMs = 0;
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const pair = event.timeStamp - firstAtMs < SEQUENCE_MS ? `${first} ${event.key}` : event.key;
      // The second key of a pair is no single key, even where the pair belongs to somebody else.
      const isSecond = first === 'g' && pair !== event.key;
      const action = current.current[pair] ?? (isSecond ? undefined : current.current[event.key]);
      first = event.key;
      firstAtMs = event.timeStamp;
      if (action === undefined) return;
      event.preventDefault();
      action();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog[open]') !== null) return true;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
