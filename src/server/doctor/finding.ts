/** `skipped` where there was nothing to look at. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly says: string;
  /** What to do about it. */
  readonly todo: string | null;
}

export const ok = (check: string, says: string): Finding => ({
  check,
  state: 'ok',
  says,
  todo: null,
});
export const skipped = (check: string, says: string): Finding => ({
  check,
  state: 'skipped',
  says,
  todo: null,
});
export const warning = (check: string, says: string, todo: string): Finding => ({
  check,
  state: 'warning',
  says,
  todo,
});
export const failed = (check: string, says: string, todo: string): Finding => ({
  check,
  state: 'failed',
  says,
  todo,
});

export const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
};
