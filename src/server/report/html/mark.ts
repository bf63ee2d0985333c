import type { Severity } from '../../../monitoring/report/report.ts';

const WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  ok: 'No drift',
  insufficient_data: 'Cannot tell',
  no_data: 'Not compared',
};

/** Shapes differ, so that colour is never alone in saying it. */
const SHAPES: Readonly<Record<Severity, string>> = {
  critical: '<rect x="1" y="1" width="10" height="10" rx="1"/>',
  warning: '<path d="M6 .5 11.8 11H.2z"/>',
  ok: '<circle cx="6" cy="6" r="4"/>',
  insufficient_data: '<circle class="line" cx="6" cy="6" r="4.3"/>',
  no_data: '<path class="line" d="M1 6h10"/>',
};

/** A verdict as a shape and a word. */
export function markOf(severity: Severity, word = WORDS[severity]): string {
  return `<span class="mark ${severity}"><svg viewBox="0 0 12 12" aria-hidden="true">${SHAPES[severity]}</svg>${word}</span>`;
}
