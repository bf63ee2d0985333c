import { useState } from 'react';

const MOST_LETTERS = 360;
const FIRST_LETTERS = 240;

/** A rule in words; of one with many checks the beginning, as the table names them all. */
export function RuleSentence({ sentence }: { sentence: string }) {
  const [all, setAll] = useState(false);
  if (all || sentence.length <= MOST_LETTERS) return <p className="monitor-sentence">{sentence}</p>;
  const end = Math.max(sentence.lastIndexOf('; ', FIRST_LETTERS), 0) || FIRST_LETTERS;
  return (
    <p className="monitor-sentence">
      {sentence.slice(0, end)}; …{' '}
      <button type="button" className="link" onClick={() => setAll(true)}>
        Read all of it
      </button>
    </p>
  );
}
