import type { BeforeAfter } from './diagnosis.ts';

/** Shares of all rows that have these values. */
export interface ShareBar extends BeforeAfter {
  readonly label: string;
  readonly kind: 'bin' | 'value' | 'others' | 'unseen' | 'missing';
}
