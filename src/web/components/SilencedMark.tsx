export interface SilencedMarkProps {
  /** What is silenced, such as "2 alerts silenced". */
  words: string;
  title?: string;
}

/** That nobody is told, by shape and word: a bell that is struck through. */
export function SilencedMark({ words, title }: SilencedMarkProps) {
  return (
    <span className="silenced-mark" title={title}>
      <svg className="shape" viewBox="0 0 12 12" aria-hidden="true">
        <path
          className="line"
          d="M2.5 9h7M3.5 9V5.5a2.5 2.5 0 0 1 5 0V9M6 1.5V3M5 10.8h2M1 1l10 10"
        />
      </svg>
      {words}
    </span>
  );
}
