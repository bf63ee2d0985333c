import { useLive } from '../use-live.ts';

const WORDS = {
  connecting: ['', 'Connecting to hear of changes.'],
  live: ['live', 'This page hears of changes as they happen.'],
  asking: ['every 10 s', 'The server does not tell of changes: this page asks every ten seconds.'],
} as const;

/** How fresh the page is. Its place is kept, so that nothing moves when it speaks. */
export function LiveMark() {
  const [word, meaning] = WORDS[useLive()];
  return (
    <span className="live-mark" title={meaning}>
      {word}
    </span>
  );
}
