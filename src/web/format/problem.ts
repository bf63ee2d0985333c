import { ApiProblem } from '../api/api-problem.ts';

/** Why something could not be done, in words for who tried. */
export function describeProblem(error: Error): string {
  if (!(error instanceof ApiProblem)) return error.message;
  if (error.code === 'scope_missing') {
    return 'Your key may only read. It takes a key with the scope admin.';
  }
  return error.detail ?? error.message;
}
