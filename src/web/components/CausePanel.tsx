import type { DiagnosisBody } from '../../contract/alert-details.ts';
import { CAUSE_STEPS, CAUSE_TITLES } from '../format/alert.ts';
import { nameSegment } from '../format/segment.ts';

/** The likely kind of cause, why it is thought to be, and where to look. */
export function CausePanel({ diagnosis }: { diagnosis: DiagnosisBody | null }) {
  const cause = diagnosis?.cause ?? null;
  return (
    <section className="panel" aria-labelledby="cause-title">
      <h2 id="cause-title">Likely cause</h2>
      {cause === null ? (
        <p>
          {diagnosis?.sentence ||
            'No rule gave a likely cause. Compare the window with what was released or changed.'}
        </p>
      ) : (
        <>
          <p className="cause">
            <strong>{CAUSE_TITLES[cause.kind]}</strong>
            {cause.segment !== '' && <> where {nameSegment(cause.segment)}</>}
            {cause.factor !== undefined && (
              <>, by a factor of {Number(cause.factor.toPrecision(4))}</>
            )}
          </p>
          <p className="cause-text">{asSentence(cause.because)}</p>
          <p className="cause-text">{CAUSE_STEPS[cause.kind]}</p>
        </>
      )}
    </section>
  );
}

function asSentence(words: string): string {
  const text = words.trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
