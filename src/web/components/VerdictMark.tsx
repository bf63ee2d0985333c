import type { VerdictWire } from '../../contract/health.ts';
import { VERDICT_WORDS, verdictOf } from '../format/verdict.ts';

export interface VerdictMarkProps {
  verdict: VerdictWire | null;
  /** Something more exact than the verdict's own word. */
  word?: string;
}

/** A verdict by shape, colour and word: never by colour alone. */
export function VerdictMark({ verdict, word }: VerdictMarkProps) {
  const name = verdictOf(verdict);
  return (
    <span className={`verdict verdict-${name}`}>
      <VerdictShape verdict={verdict} />
      {word ?? VERDICT_WORDS[name]}
    </span>
  );
}

export function VerdictShape({ verdict }: { verdict: VerdictWire | null }) {
  return (
    <svg className={`shape shape-${verdictOf(verdict)}`} viewBox="0 0 12 12" aria-hidden="true">
      {shapeOf(verdict)}
    </svg>
  );
}

function shapeOf(verdict: VerdictWire | null) {
  switch (verdict) {
    case 'ok':
      return <circle cx="6" cy="6" r="3.5" />;
    case 'info':
      return <path d="M6 1.5v1.8M6 5v5.5" className="line" />;
    case 'warning':
      return <path d="M6 1 11.5 11H.5Z" />;
    case 'critical':
      return <path d="M6 0 12 6 6 12 0 6Z" />;
    case 'error':
      return <path className="line" d="M2 2 10 10M10 2 2 10" />;
    case 'no_data':
    case 'insufficient_data':
      return <path className="line" d="M1.5 1.5h9v9h-9ZM1.5 6 6 1.5M1.5 10.5l9-9M6 10.5 10.5 6" />;
    case null:
      return <path className="line" d="M3 6h6" />;
  }
}
