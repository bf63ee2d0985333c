/** What a caller is told when something is refused. `status: 'row'` marks codes about a single
 *  row of an accepted request. Every code is documented in `docs/errors.md`. */
export interface ErrorEntry {
  readonly status: number | 'row';
  /** A sentence: what happened. */
  readonly message: string;
  /** A sentence: what to do about it. */
  readonly hint: string;
}
