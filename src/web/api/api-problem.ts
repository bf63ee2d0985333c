import type { ErrorBody } from './paths.ts';

/** An answer that is not the one that was asked for, in words for a reader. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  /** What exactly, where the server says so in words. */
  readonly detail: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    hint: string,
    detail: string | null = null,
  ) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.detail = detail;
  }
}

export function problemOf(status: number, body: unknown): ApiProblem {
  const error = (body as ErrorBody | undefined)?.error;
  if (error?.code !== undefined) {
    const detail = typeof error.detail === 'string' ? error.detail : null;
    return new ApiProblem(status, error.code, error.message, error.hint, detail);
  }
  return new ApiProblem(
    status,
    'unknown',
    `The server answered ${status} without saying why.`,
    'Look whether a proxy stands between this browser and the server.',
  );
}

export function unreachable(hint: string): ApiProblem {
  return new ApiProblem(0, 'unreachable', 'The server does not answer.', hint);
}

/** What was not done, and what to do about it. */
export function wordsFor(error: Error): string {
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.code === 'scope_missing') {
    return 'Your key may only read. It takes a key with the scope admin.';
  }
  return [error.message, error.detail, error.hint].filter(Boolean).join(' ');
}
